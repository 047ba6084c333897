FROM node:16
ARG API_URL
ENV REACT_APP_API_URL=$API_URL
WORKDIR /app
COPY package.json .
RUN npm install --legacy-peer-deps
COPY . .
RUN npm run build
RUN npm i -g http-server
EXPOSE 80
CMD http-server build -p 80
