FROM --platform=$BUILDPLATFORM golang:1.22-alpine AS build
RUN apk add --no-cache git make
WORKDIR /go/src/app
COPY . .
ARG TARGETOS TARGETARCH
RUN GOOS=$TARGETOS GOARCH=$TARGETARCH make build

FROM alpine:3.19
RUN apk add --no-cache ca-certificates tzdata
COPY --from=build /go/src/app/bin/app /usr/local/bin/app
USER nobody
ENTRYPOINT ["app"]
