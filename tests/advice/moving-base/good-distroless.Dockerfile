ARG BASE=alpine
FROM golang:1.23 AS build
WORKDIR /src
COPY . .
RUN CGO_ENABLED=0 go build -o /tool .

FROM ${BASE} AS shell

FROM gcr.io/distroless/static
COPY --from=build /tool /tool
CMD ["/tool"]
