FROM node:20-alpine
RUN set -eux; \
	apk update; \
	apk add bash; \
	bash --version
