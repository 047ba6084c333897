FROM ubuntu:22.04
ARG DEBIAN_FRONTEND=noninteractive
RUN apt-get update && apt-get install -y cmake g++ git libboost-all-dev libssl-dev libcurl4-openssl-dev
COPY . /opt/engine
WORKDIR /opt/engine
RUN mkdir -p build && cd build && cmake -DCMAKE_BUILD_TYPE=Release .. && make -j$(nproc)
EXPOSE 7000/udp
CMD ["/opt/engine/build/engine", "--port", "7000"]
