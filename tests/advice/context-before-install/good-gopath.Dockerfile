FROM golang:1.10
COPY . /go/src/example.com/old
WORKDIR /go/src/example.com/old
RUN go install
CMD ["old"]
