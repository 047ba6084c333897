FROM golang:1.22-alpine
RUN apk update && apk add --no-cache git build-base
ENV GO111MODULE=on CGO_ENABLED=0 GOOS=linux GOARCH=amd64
WORKDIR /build
COPY . .
RUN go mod tidy
RUN go build -o main ./cmd/main.go
WORKDIR /dist
RUN cp /build/main .
EXPOSE 8080
CMD ["/dist/main"]
