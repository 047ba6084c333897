FROM node:22-slim
WORKDIR /app
COPY package.json package-lock.json ./
RUN npm ci --omit=dev --cache /tmp/npm && rm -rf /tmp/npm
COPY . .
CMD ["node", "main.js"]
