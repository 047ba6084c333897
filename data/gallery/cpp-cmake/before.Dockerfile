FROM debian:bookworm

# Everything to build with, also where it only runs.
RUN apt-get update
RUN apt-get install -y build-essential cmake libssl-dev libcurl4-openssl-dev

WORKDIR /src
COPY . .
RUN cmake -S . -B build -DCMAKE_BUILD_TYPE=Release && cmake --build build

EXPOSE 7000
CMD ["/src/build/server"]
