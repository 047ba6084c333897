FROM node:22-slim
WORKDIR /app
COPY .npmrc package.json ./
RUN npm install --omit=dev
CMD ["node", "main.js"]
