# syntax=docker/dockerfile:1.0
FROM node:18
WORKDIR /app
COPY package.json ./
RUN npm install
COPY . .
CMD ["node", "main.js"]
