FROM node:18-alpine
ARG NPM_TOKEN
WORKDIR /app
COPY package.json package-lock.json ./
RUN echo "//packages.example.com/:_authToken=${NPM_TOKEN}" > .npmrc && npm ci --omit=dev && rm -f .npmrc
COPY . .
CMD ["node", "index.js"]
