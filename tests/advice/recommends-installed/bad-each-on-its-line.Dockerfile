FROM debian:12-slim
RUN apt-get update \
  && apt-get install -y \
    # for the installer
    build-essential \
    curl \
    vim \
  && rm -rf /var/lib/apt/lists/*
