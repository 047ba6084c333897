FROM composer:2 AS tools

FROM php:8.4-apache
COPY --from=tools /usr/bin/composer /usr/bin/composer
WORKDIR /var/www/html
COPY composer.json composer.lock ./
RUN composer install --no-interaction
COPY . .
