# syntax=docker/dockerfile:1

# Packages are plain files: they can be installed elsewhere.
FROM composer:2 AS vendor
WORKDIR /app
COPY composer.json composer.lock ./
RUN composer install --no-dev --no-scripts --prefer-dist --ignore-platform-reqs

FROM php:8.3-fpm-alpine
# Headers for the extensions come and go in one layer.
RUN apk add --no-cache icu-libs libzip \
    && apk add --no-cache --virtual .build icu-dev libzip-dev \
    && docker-php-ext-install zip intl pdo_mysql \
    && apk del .build

WORKDIR /var/www/html
COPY --from=vendor /app/vendor ./vendor
COPY . .

USER www-data
EXPOSE 9000
