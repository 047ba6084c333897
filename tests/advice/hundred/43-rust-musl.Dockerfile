FROM clux/muslrust:stable AS build
WORKDIR /volume
COPY . .
RUN cargo build --release --target x86_64-unknown-linux-musl

FROM gcr.io/distroless/static
COPY --from=build /volume/target/x86_64-unknown-linux-musl/release/tool /
ENTRYPOINT ["/tool"]
