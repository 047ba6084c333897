FROM node:12-alpine
RUN apk add --no-cache --virtual .gyp python make g++
WORKDIR /home/node/app
COPY package.json yarn.lock ./
RUN yarn --production
RUN apk del .gyp
COPY . .
CMD ["node", "src/index.js"]
