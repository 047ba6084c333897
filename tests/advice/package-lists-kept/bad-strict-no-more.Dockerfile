FROM debian:12
RUN set -ex; \
    apt-get update; \
    set +e; \
    apt-get install -y --no-install-recommends nginx
