FROM node:20
WORKDIR /app
COPY . .
RUN --mount=type=cache,target=/root/.npm npm ci
USER node
RUN --mount=type=cache,target=/home/node/.npm,uid=1000 npm ci
