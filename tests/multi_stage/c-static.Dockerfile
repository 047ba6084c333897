FROM debian:bookworm
RUN apt-get update
RUN apt-get install -y build-essential
WORKDIR /src
COPY . .
RUN make
CMD ["./main"]
