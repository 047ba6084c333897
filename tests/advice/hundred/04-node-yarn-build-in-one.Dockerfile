FROM node:16
RUN mkdir -p /app
WORKDIR /app
ADD . /app
RUN yarn install
RUN yarn build
ENV HOST 0.0.0.0
EXPOSE 3000
CMD ["yarn", "start"]
