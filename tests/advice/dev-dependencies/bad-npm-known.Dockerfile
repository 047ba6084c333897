FROM node:22-slim
WORKDIR /app
COPY package.json ./
RUN npm install --no-audit
COPY . .
CMD ["node", "main.js"]
