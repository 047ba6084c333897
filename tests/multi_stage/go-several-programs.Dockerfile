FROM golang:1.22
RUN apt-get update && apt-get install -y --no-install-recommends ffmpeg librdkafka-dev && rm -rf /var/lib/apt/lists/*
WORKDIR /svc
COPY go.* ./
RUN go mod download && go mod verify
COPY . .
RUN --mount=type=cache,target=/root/.cache/go-build go build -ldflags "-s -w" -o /svc/bin/ ./cmd/...
COPY migrations /migrations
ENTRYPOINT ["/svc/bin/worker"]
CMD ["-v"]
