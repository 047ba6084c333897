FROM debian:bookworm
# Lists, compiler and headers stay in the image for ever.
RUN apt-get update
RUN apt-get install -y build-essential
WORKDIR /src
COPY . .
RUN make
CMD ["./main"]
