FROM golang:1.27 AS build
WORKDIR /src
COPY . .
RUN go build -o /shop .

FROM golang:1.27
COPY --from=build /shop /usr/local/bin/shop
CMD ["shop"]
