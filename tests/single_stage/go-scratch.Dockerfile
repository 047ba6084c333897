# syntax=docker/dockerfile:1
ARG GO=1.22

FROM golang:${GO}-bookworm AS build
WORKDIR /src
COPY go.mod go.sum ./
RUN go mod download
COPY . .
RUN CGO_ENABLED=0 go build -o /bin/server .

FROM build AS test
RUN go test ./...

FROM scratch
LABEL org.opencontainers.image.title=server
COPY --from=build /etc/ssl/certs/ca-certificates.crt /etc/ssl/certs/
COPY --from=build /bin/server /server
USER 65532
ENTRYPOINT ["/server"]
