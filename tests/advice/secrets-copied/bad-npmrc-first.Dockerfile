FROM node:22-slim
WORKDIR /app
COPY .npmrc .
COPY package.json package-lock.json ./
RUN npm ci --omit=dev
COPY src src
CMD ["node", "src/main.js"]
