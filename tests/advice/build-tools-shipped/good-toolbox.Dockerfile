FROM debian:12-slim
RUN apt-get update && apt-get install -y --no-install-recommends build-essential git curl && rm -rf /var/lib/apt/lists/*
RUN git clone https://example.com/lib.git && make -C lib install
CMD ["bash"]
