FROM alpine:3.23 AS vendored
RUN apk add --no-cache git

FROM alpine:3.23 AS validated
RUN apk add --no-cache jq

FROM alpine:3.23
RUN apk add --no-cache curl
CMD ["curl", "--version"]
