FROM node:22-slim AS base
WORKDIR /app

FROM base
COPY package.json yarn.lock ./
RUN yarn install --frozen-lockfile && \
    yarn cache clean
COPY . .
RUN yarn run build
CMD ["npx", "serve", "-s", "dist"]
