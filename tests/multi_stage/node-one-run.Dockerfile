FROM node:20
WORKDIR /app
ADD . .
RUN npm install && \
    npm run lint && \
    npm test && \
    npm run build && \
    rm -rf src test && \
    npm prune --production
ENV PORT=3000
CMD node build/server.js --port $PORT
