FROM alpine:3.20
RUN apk add -U curl
COPY . /app
RUN apk update; apk add git
