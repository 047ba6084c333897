FROM alpine:3.23 AS fetch
RUN wget -O /tool https://example.com/tool

FROM golang:1.23 AS build
WORKDIR /src
COPY . .
RUN CGO_ENABLED=0 go build -o /app .

FROM scratch
COPY --from=build /app /app
CMD ["/app"]
