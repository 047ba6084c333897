FROM php:8.2-fpm
RUN docker-php-ext-install pdo_mysql opcache
WORKDIR /var/www
COPY . .
