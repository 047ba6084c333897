# The image is the compiler's, with a program in it.
FROM golang:1.27-bookworm
WORKDIR /src
COPY . .
RUN go build -o /usr/local/bin/srv .
CMD ["srv"]
