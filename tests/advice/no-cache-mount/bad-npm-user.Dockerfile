FROM node:22-alpine
WORKDIR /home/node/app
USER node
COPY --chown=node:node package*.json ./
RUN npm install --omit=dev
COPY --chown=node:node . .
CMD ["node", "main.js"]
