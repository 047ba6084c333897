FROM debian:12-slim
RUN apt-get update \
 && apt-get install -y --no-install-recommends build-essential \
 && rm -rf /var/lib/apt/lists/*

# Built from its sources.
RUN make -C /src install \
 && strip /usr/local/bin/tool

# No compiler in the image.
RUN apt-get purge -y --auto-remove build-essential
