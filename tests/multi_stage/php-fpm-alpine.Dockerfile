FROM php:8.3-fpm-alpine
RUN apk add --no-cache $PHPIZE_DEPS libpq-dev && pecl install redis && docker-php-ext-enable redis && docker-php-ext-install pdo_pgsql
COPY . /var/www/html
CMD ["php-fpm"]
