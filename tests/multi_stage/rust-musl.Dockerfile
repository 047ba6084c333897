FROM rust:1.80-alpine
RUN apk add --no-cache musl-dev
WORKDIR /build
COPY Cargo.toml Cargo.lock ./
COPY src src
RUN cargo build --release --locked && strip target/release/relay && cp target/release/relay /usr/local/bin/relay
STOPSIGNAL SIGINT
ENTRYPOINT ["/usr/local/bin/relay"]
