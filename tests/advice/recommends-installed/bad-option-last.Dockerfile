FROM debian:12-slim
ENV DEBIAN_FRONTEND=noninteractive
RUN set -ex; \
    apt-get -qq update; \
    apt-get -qq install -y -o Dpkg::Options::="--force-confold" ffmpeg; \
    rm -rf /var/lib/apt/lists/*
