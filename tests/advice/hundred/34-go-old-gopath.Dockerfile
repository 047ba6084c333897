FROM golang:1.9
ADD . /go/src/github.com/acme/outyet
RUN go get github.com/gorilla/mux
RUN go install github.com/acme/outyet
ENTRYPOINT /go/bin/outyet
EXPOSE 8080
