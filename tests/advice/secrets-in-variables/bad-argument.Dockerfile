FROM node:22-slim
ARG NPM_TOKEN
WORKDIR /app
COPY package.json ./
RUN npm config set //registry.example.com/:_authToken=$NPM_TOKEN && npm install --omit=dev && npm config delete //registry.example.com/:_authToken
COPY . .
CMD ["node", "main.js"]
