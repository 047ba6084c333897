FROM rust:1.75

RUN apt-get update && apt-get install -y pkg-config libssl-dev libpq-dev

WORKDIR /usr/src/shop
COPY . .
RUN cargo install --path .

ENV RUST_LOG=info
EXPOSE 8000
CMD ["shop", "--bind", "0.0.0.0:8000"]
