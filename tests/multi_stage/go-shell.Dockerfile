FROM golang:1.25-alpine
RUN apk --no-cache add make git ca-certificates tzdata curl
ARG VERSION=dev
ENV APP_VERSION=${VERSION} \
    CONFIG=/etc/app.yml
WORKDIR /app
COPY . .
RUN go build -ldflags "-X main.version=${VERSION}" -o bin/app ./cmd/app
RUN adduser -D -H runner
COPY deploy/app.yml /etc/app.yml
USER runner
EXPOSE 9000
HEALTHCHECK CMD curl -fsS http://localhost:9000/health || exit 1
CMD ./bin/app serve --config $CONFIG
