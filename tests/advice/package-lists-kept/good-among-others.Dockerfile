FROM debian:12
RUN set -eux; apt-get update; apt-get install -y curl; apt-get clean; rm -rf /var/lib/apt/lists/* /tmp/* /var/tmp/*
