FROM node:22-slim AS base
WORKDIR /app
COPY package.json .

FROM base AS test
RUN npm install && npm test

FROM base AS worker
COPY worker worker
CMD ["node", "worker"]

FROM base
COPY web web
CMD ["node", "web"]
