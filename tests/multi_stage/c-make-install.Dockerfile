FROM debian:12
RUN apt-get update && apt-get install -y gcc make libncurses-dev
COPY . /usr/src/game
WORKDIR /usr/src/game
RUN make && make install PREFIX=/usr/local
CMD ["game"]
