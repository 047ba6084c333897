FROM golang:1.23 AS build
WORKDIR /src
COPY . .
RUN go build -ldflags "-X main.version=$(git describe --tags)" -o /tool .

FROM debian:12-slim
COPY --from=build /tool /tool
CMD ["/tool"]
