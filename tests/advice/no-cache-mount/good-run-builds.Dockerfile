FROM golang:1.23
WORKDIR /src
RUN go install github.com/air-verse/air@v1.61.0
COPY go.mod go.sum ./
RUN go mod download
CMD ["air"]
