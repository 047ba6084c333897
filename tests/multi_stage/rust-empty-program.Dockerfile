FROM rust:1.79-slim-bookworm
WORKDIR /app
RUN apt-get update && apt-get install -y libssl-dev pkg-config && apt-get clean
COPY Cargo.toml Cargo.lock ./
RUN mkdir src && echo "fn main() {}" > src/main.rs && cargo build --release && rm -rf src
COPY . .
RUN cargo build --release
ENV ROCKET_ADDRESS=0.0.0.0
CMD ["/app/target/release/blog"]
