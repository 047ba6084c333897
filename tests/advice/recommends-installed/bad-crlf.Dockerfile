FROM debian:12-slim
RUN apt-get update && \
    apt-get install --yes \
        nodejs npm && \
    rm -rf /var/lib/apt/lists/*
