FROM php:8.3-apache
WORKDIR /var/www/html
RUN apt-get update && apt-get install -y libzip-dev libicu-dev libpng-dev libmagickwand-dev && docker-php-ext-install zip intl gd
COPY . .
RUN mkdir -p storage && chmod -R 775 storage && chown -R www-data:www-data storage /var/log/app
EXPOSE 80
