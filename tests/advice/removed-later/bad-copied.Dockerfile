FROM debian:12
COPY bundle.run /tmp/
RUN /tmp/bundle.run --accept && rm /tmp/bundle.run
