FROM debian:12
COPY . /app
ADD --unpack=true bundle /app
