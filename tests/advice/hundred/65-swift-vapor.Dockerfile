FROM swift:5.9-jammy as build
WORKDIR /build
COPY ./Package.* ./
RUN swift package resolve
COPY . .
RUN swift build -c release

FROM ubuntu:jammy
RUN apt-get -q update && apt-get -q install -y ca-certificates tzdata libcurl4 && rm -r /var/lib/apt/lists/*
COPY --from=build /build/.build/release/App /app/App
ENTRYPOINT ["/app/App"]
