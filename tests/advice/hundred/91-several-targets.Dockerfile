FROM node:20-alpine AS base
WORKDIR /app
COPY package*.json ./

FROM base AS test
RUN npm ci
COPY . .
RUN npm test

FROM base AS dev
RUN npm install
COPY . .
CMD ["npm", "run", "dev"]

FROM base AS prod
ENV NODE_ENV=production
RUN npm ci --omit=dev
COPY src ./src
CMD ["node", "src/index.js"]
