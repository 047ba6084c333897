FROM golang:1.23 AS build
WORKDIR /src
COPY . .
RUN CGO_ENABLED=0 go build -o /tool .

FROM scratch AS binary
COPY --from=build /tool /

FROM alpine:3.23
COPY --from=build /tool /usr/local/bin/tool
CMD ["tool"]
