FROM ubuntu:22.04
RUN apt-get update && apt-get install -y --no-install-recommends \
      build-essential cmake ninja-build clang git python3 ccache \
    && rm -rf /var/lib/apt/lists/*
