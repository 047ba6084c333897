FROM ubuntu:24.04
RUN set -eux; \
	apt-get update; \
	apt-get install -y --no-install-recommends git; \
	if [ -n "$X" ]; then \
		echo x; \
	fi
