# The compiler stays in this stage.
FROM golang:1.27-bookworm AS build
WORKDIR /src
# Modules first: an edit of the program downloads none again.
COPY go.mod ./
RUN go mod download
COPY . .
# Without cgo the program needs no library; -s -w leaves the symbols out.
RUN CGO_ENABLED=0 go build -trimpath -ldflags='-s -w' -o /srv .

# Nothing but the program.
FROM scratch
COPY --from=build /srv /srv
ENTRYPOINT ["/srv"]
