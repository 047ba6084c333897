FROM debian:12 AS fetch
RUN curl -fsSLO https://go.dev/dl/go1.22.5.linux-amd64.tar.gz
RUN tar -C /usr/local -xzf go1.22.5.linux-amd64.tar.gz && rm go1.22.5.linux-amd64.tar.gz
FROM debian:12
COPY --from=fetch /usr/local/go /usr/local/go
