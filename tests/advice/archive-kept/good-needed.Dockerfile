FROM debian:12
RUN curl -fsSL https://go.dev/dl/go1.22.5.linux-amd64.tar.gz -o /srv/go.tar.gz && tar -C /usr/local -xzf /srv/go.tar.gz
RUN sha256sum /srv/go.tar.gz > /srv/go.tar.gz.sha256
