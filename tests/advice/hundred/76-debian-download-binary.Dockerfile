FROM debian:bookworm
RUN apt-get update && apt-get install -y curl ca-certificates \
    && curl -fsSL https://example.com/releases/tool-1.2.3-linux-amd64.tar.gz | tar -xz -C /usr/local/bin \
    && rm -rf /var/lib/apt/lists/*
ENTRYPOINT ["tool"]
