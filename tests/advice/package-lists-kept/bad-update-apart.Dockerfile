FROM debian:12

RUN apt-get update
# What the server needs.
RUN apt-get install -y --no-install-recommends nginx && rm -rf /var/lib/apt/lists/*

CMD ["nginx"]
