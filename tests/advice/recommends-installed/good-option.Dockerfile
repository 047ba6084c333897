FROM debian:12-slim
RUN apt-get update && apt-get -o APT::Install-Recommends=false install -y ffmpeg && rm -rf /var/lib/apt/lists/*
