# syntax=docker/dockerfile:1
ARG NODE_VERSION=18
FROM node:${NODE_VERSION}

# Pictures are scaled with this
RUN apt-get update && apt-get install -y imagemagick python3 make g++ && rm -rf /var/lib/apt/lists/*

# Create app directory
WORKDIR /usr/src/app

# A wildcard, for the lock file where there is one
COPY package*.json ./

RUN npm ci
# Bundle app source
COPY . .
RUN chown -R node:node /usr/src/app

ENV PORT=8080
EXPOSE ${PORT}
USER node
HEALTHCHECK CMD curl -f http://localhost:8080/ || exit 1
CMD [ "node", "server.js" ]
