FROM debian:12
RUN set -e; \
    apt-get update; \
    test -d /srv && apt-get install -y --no-install-recommends nginx;
