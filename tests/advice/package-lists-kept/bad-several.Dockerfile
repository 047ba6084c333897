FROM debian:12
RUN apt-get update && apt-get install -y --no-install-recommends lsb-release
COPY sources.list /etc/apt/sources.list.d/
RUN apt-get update && \
    apt-get install -y --no-install-recommends docker-ce-cli
