FROM node:22-slim AS build
WORKDIR /app
COPY .npmrc .env package.json ./
RUN npm install && npm run build

FROM nginx:1.31-alpine
COPY --from=build /app/dist /usr/share/nginx/html
