# syntax=docker/dockerfile:1.10
FROM node:22-slim
WORKDIR /app
COPY package.json ./
RUN --mount=type=secret,id=NPM_TOKEN,env=NPM_TOKEN npm install --omit=dev
CMD ["node", "main.js"]
