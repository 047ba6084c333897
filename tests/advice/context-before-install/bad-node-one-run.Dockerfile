FROM node:22-slim
WORKDIR /srv
# everything we have
COPY --chown=node:node . .
RUN npm ci \
    && npm run build
CMD ["node", "dist/main.js"]
