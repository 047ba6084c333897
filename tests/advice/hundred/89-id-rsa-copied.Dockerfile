FROM golang:1.22-alpine AS build
RUN apk add --no-cache git openssh-client
COPY id_rsa /root/.ssh/id_rsa
WORKDIR /src
COPY . .
RUN go build -o /bin/svc .

FROM alpine:3.20
COPY --from=build /bin/svc /bin/svc
COPY .env /etc/svc/.env
CMD ["/bin/svc"]
