FROM node:20
WORKDIR /app
COPY --chown=node:node . .
RUN chown node:node /app
USER node
