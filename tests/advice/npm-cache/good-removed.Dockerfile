FROM node:20
WORKDIR /app
COPY . .
RUN npm ci && rm -rf /root/.npm
