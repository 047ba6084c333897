FROM debian:bookworm-slim
# Tools.
RUN apt-get update && \
    # to fetch
    apt-get install -y --no-install-recommends \
      curl \
      # and certificates
      ca-certificates

CMD ["curl"]
