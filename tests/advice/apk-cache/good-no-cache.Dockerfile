FROM alpine:3.20
RUN apk add --no-cache curl
RUN apk --no-cache add git && apk --update --no-cache add bash
