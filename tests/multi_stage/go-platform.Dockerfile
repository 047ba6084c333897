# syntax=docker/dockerfile:1

# Tags the release is built from
ARG GO_VERSION=1.22
ARG SUFFIX=-bookworm

# The compiler's own platform
FROM --platform=$BUILDPLATFORM golang:${GO_VERSION}${SUFFIX}

ARG TARGETOS
ARG TARGETARCH
WORKDIR /src
COPY . .
RUN GOOS=$TARGETOS GOARCH=$TARGETARCH go build -o /usr/bin/agent ./cmd/agent

# 65532 is nobody in particular
USER 65532:65532
ENTRYPOINT ["agent"]
