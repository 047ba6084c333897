FROM node:22 AS assets
WORKDIR /web
COPY web .
RUN npm ci && npm run build

FROM php:8.3-apache
COPY . /var/www/html
COPY --from=assets /web/dist /var/www/html/public
