FROM debian:12
RUN ["/bin/sh", "-c", "apt-get update && apt-get install -y nginx"]
