FROM node:20
WORKDIR /app
COPY . .
RUN npm ci --omit=dev && npm cache clean --force
RUN chown -R node:node /app
