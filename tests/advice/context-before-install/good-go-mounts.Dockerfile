FROM golang:1.23 AS build
WORKDIR /src
COPY . .
RUN --mount=type=cache,target=/go/pkg/mod --mount=type=cache,target=/root/.cache/go-build \
    go build -o /out/tool .

FROM debian:12-slim
COPY --from=build /out/tool /tool
ENTRYPOINT ["/tool"]
