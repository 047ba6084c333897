FROM debian:12
RUN set -eux; \
	curl -fsSL https://go.dev/dl/go1.22.5.linux-amd64.tar.gz -o /tmp/go.tar.gz; \
	tar -C /usr/local -xzf /tmp/go.tar.gz
RUN set -eux; rm -rf /tmp/*; go version
