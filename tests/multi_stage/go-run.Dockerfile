from golang:alpine
maintainer Jo Doe <jo@example.com>

run apk add --no-cache git
workdir /app
add . /app
run go mod download

# Where the world finds it
expose 3000
cmd go run main.go
