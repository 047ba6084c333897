FROM php:8.4-fpm
RUN apt-get update && apt-get install -y --no-install-recommends libicu-dev && rm -rf /var/lib/apt/lists/* \
 && docker-php-ext-install intl
COPY src /var/www/html
