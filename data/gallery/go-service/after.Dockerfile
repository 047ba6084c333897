# syntax=docker/dockerfile:1

# The compiler stays in this stage.
FROM golang:1.26 AS build
WORKDIR /src

# Modules change less often than sources: reused until they do.
COPY go.mod go.sum ./
RUN go mod download

COPY . .
RUN CGO_ENABLED=0 go build -trimpath -ldflags="-s -w" -o /out/service ./cmd/service

# A static program needs no system, only certificates to trust.
FROM scratch
COPY --from=build /etc/ssl/certs/ca-certificates.crt /etc/ssl/certs/
COPY --from=build /out/service /service

USER 65534
EXPOSE 8080
ENTRYPOINT ["/service"]
