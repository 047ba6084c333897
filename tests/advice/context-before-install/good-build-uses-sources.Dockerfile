FROM debian:12-slim
WORKDIR /src
COPY . .
RUN ./configure && make && make install
RUN apt-get update && apt-get install -y --no-install-recommends tini && rm -rf /var/lib/apt/lists/*
CMD ["tini", "daemon"]
