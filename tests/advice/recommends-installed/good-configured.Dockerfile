FROM debian:12-slim
RUN echo 'APT::Install-Recommends "false";' > /etc/apt/apt.conf.d/99-recommends
RUN apt-get update && apt-get install -y ffmpeg && rm -rf /var/lib/apt/lists/*
