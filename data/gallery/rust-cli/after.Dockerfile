FROM rust:1.95-slim AS build
WORKDIR /app
# An empty program in place of the sources: this builds the crates, and an edit does not build them again.
COPY Cargo.toml ./
RUN mkdir src && echo 'fn main() {}' > src/main.rs && cargo build --release && rm -rf src target/release/deps/app* target/release/app*
COPY src ./src
RUN cargo build --release

# The program needs the C library, which every Debian has.
FROM debian:bookworm-slim
COPY --from=build /app/target/release/app /usr/local/bin/app
CMD ["app"]
