# One stage: compiler, sources and caches ship with the program.
FROM golang:1.26

WORKDIR /src
COPY . .
RUN go build -o /usr/local/bin/service ./cmd/service

EXPOSE 8080
CMD ["service"]
