FROM alpine:3.20
RUN --mount=type=cache,target=/etc/apk/cache apk update && apk add curl
RUN --mount=type=cache,target=/var/cache/apk apk add -U git
