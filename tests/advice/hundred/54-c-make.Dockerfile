FROM gcc:10
COPY . /usr/src/game
WORKDIR /usr/src/game
RUN make
CMD ["./game"]
