FROM golang:1.20 as builder
WORKDIR /build
COPY go.mod go.sum ./
RUN go mod download
COPY . .
RUN go build -o api ./cmd/api

FROM golang:1.20
WORKDIR /app
COPY --from=builder /build/api .
EXPOSE 9000
CMD ["./api"]
