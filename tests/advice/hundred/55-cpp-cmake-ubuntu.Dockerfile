FROM ubuntu:20.04
ENV DEBIAN_FRONTEND=noninteractive
RUN apt-get update && apt-get install -y cmake g++ libboost-all-dev
COPY . /project
WORKDIR /project/build
RUN cmake .. && make -j4
ENTRYPOINT ["./server"]
