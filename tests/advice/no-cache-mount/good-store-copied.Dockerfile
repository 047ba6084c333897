FROM golang:1.23 AS modules
WORKDIR /src
COPY go.mod go.sum ./
RUN go mod download

FROM golang:1.23
COPY --from=modules /go/pkg/mod /go/pkg/mod
WORKDIR /src
COPY . .
RUN go build -o /tool .
CMD ["/tool"]
