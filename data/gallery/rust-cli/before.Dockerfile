# Compiler, crates and everything below target/ ship with the program.
FROM rust:1.95-slim
WORKDIR /app
COPY . .
RUN cargo build --release
CMD ["./target/release/app"]
