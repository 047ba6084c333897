FROM php:8.3-fpm

# Tools and headers to install with stay in the image.
RUN apt-get update && apt-get install -y git unzip libzip-dev libicu-dev
RUN docker-php-ext-install zip intl pdo_mysql
COPY --from=composer:2 /usr/bin/composer /usr/bin/composer

WORKDIR /var/www/html
COPY . .
RUN composer install

EXPOSE 9000
