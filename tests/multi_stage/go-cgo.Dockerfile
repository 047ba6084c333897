# The order service
FROM golang:1.22

# SQLite is compiled in
RUN apt-get update && apt-get install -y gcc libc6-dev sqlite3
WORKDIR /go/src/orders
COPY go.mod go.sum ./
RUN go mod download
COPY . .
ENV CGO_ENABLED=1 GOOS=linux
RUN go test ./... && go build -o orders ./cmd/orders

LABEL org.opencontainers.image.title="orders"
EXPOSE 8080
HEALTHCHECK --interval=30s CMD ["/go/src/orders/orders", "check"]
ENTRYPOINT ["./orders"]
CMD ["--port", "8080"]
