FROM rust:1.68-slim-bullseye as build
RUN USER=root cargo new --bin shop
WORKDIR /shop
COPY Cargo.lock Cargo.toml ./
RUN cargo build --release && rm src/*.rs
COPY ./src ./src
RUN rm ./target/release/deps/shop* && cargo build --release

FROM debian:bullseye-slim
COPY --from=build /shop/target/release/shop .
CMD ["./shop"]
