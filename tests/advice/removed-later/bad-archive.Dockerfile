FROM debian:12
WORKDIR /opt
RUN curl -fsSLO https://go.dev/dl/go1.22.5.linux-amd64.tar.gz
RUN tar -C /usr/local -xzf go1.22.5.linux-amd64.tar.gz && rm go1.22.5.linux-amd64.tar.gz
CMD ["go"]
