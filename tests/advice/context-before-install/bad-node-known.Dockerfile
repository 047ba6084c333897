FROM node:22-slim AS deps

WORKDIR /srv

COPY . .

RUN npm ci

FROM deps
CMD ["node", "main.js"]
