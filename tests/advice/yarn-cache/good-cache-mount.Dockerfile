FROM node:20
WORKDIR /app
COPY . .
RUN --mount=type=cache,target=/usr/local/share/.cache yarn install
