FROM node:20-alpine AS builder
WORKDIR /repo
RUN npm install -g turbo
COPY . .
RUN turbo prune --scope=web --docker

FROM node:20-alpine AS installer
WORKDIR /repo
COPY --from=builder /repo/out/json/ .
COPY --from=builder /repo/out/yarn.lock ./yarn.lock
RUN yarn install
COPY --from=builder /repo/out/full/ .
RUN yarn turbo run build --filter=web...

FROM node:20-alpine
WORKDIR /repo
COPY --from=installer /repo/apps/web/.next/standalone ./
CMD ["node", "apps/web/server.js"]
