# syntax=docker/dockerfile:1.0
FROM node:22-alpine
WORKDIR /srv
COPY package.json package-lock.json ./
RUN npm ci --omit=dev
COPY lib ./lib
CMD ["node", "lib/index.js"]
