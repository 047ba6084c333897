FROM node:22-slim AS deps
WORKDIR /app
COPY package.json .
RUN npm install --omit=dev

FROM deps
RUN npm run docs

FROM deps AS final
COPY . .
CMD ["node", "main.js"]
