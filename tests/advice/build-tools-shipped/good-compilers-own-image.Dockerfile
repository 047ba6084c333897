FROM golang:1.23-alpine
RUN apk add --no-cache gcc musl-dev
WORKDIR /src
COPY . .
RUN go build -o /tool .
CMD ["/tool"]
