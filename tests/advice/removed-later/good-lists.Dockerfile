FROM debian:12
RUN apt-get update && apt-get install -y --no-install-recommends nginx && mkdir -p /tmp/x
RUN rm -rf /tmp/x && rm -rf /var/lib/apt/lists/*
