FROM phusion/baseimage
RUN apt-get update && apt-get install -y --no-install-recommends nginx && /usr/local/sbin/cleanup
