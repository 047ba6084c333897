# syntax=docker/dockerfile:1.7
FROM golang:1.23-alpine AS build
WORKDIR /src
COPY go.mod go.sum ./
RUN go mod download
COPY . .
RUN CGO_ENABLED=0 go build -o /tool .

FROM scratch
COPY --from=build /tool /tool
ENTRYPOINT ["/tool"]
