# syntax=docker/dockerfile:1

# Compiler and headers.
FROM debian:bookworm-slim AS build
RUN apt-get update \
    && apt-get install -y --no-install-recommends g++ make cmake libssl-dev libcurl4-openssl-dev \
    && rm -rf /var/lib/apt/lists/*
WORKDIR /src
COPY . .
RUN cmake -S . -B build -DCMAKE_BUILD_TYPE=Release && cmake --build build && strip build/server

# The libraries themselves, without headers.
FROM debian:bookworm-slim
RUN apt-get update \
    && apt-get install -y --no-install-recommends libssl3 libcurl4 \
    && rm -rf /var/lib/apt/lists/*
COPY --from=build /src/build/server /usr/local/bin/server

USER nobody
EXPOSE 7000
ENTRYPOINT ["server"]
