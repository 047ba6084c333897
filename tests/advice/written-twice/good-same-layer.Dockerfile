FROM debian:12
RUN curl -fsSL https://go.dev/dl/go1.22.5.linux-amd64.tar.gz | tar -C /opt -xz && chown -R 1000:1000 /opt/go
