FROM node:22-slim
RUN corepack enable
WORKDIR /srv
COPY . .
RUN pnpm install --frozen-lockfile && pnpm run build && pnpm store prune
# The shell forwards no signals
RUN npm install -g pm2
VOLUME /srv/uploads
CMD pm2-runtime dist/main.js
