FROM debian:12
RUN curl -fsSL https://github.com/prometheus/prometheus/releases/download/v2.45.0/prometheus-2.45.0.linux-amd64.tar.gz -o /tmp/prometheus.tar.gz
RUN mv /tmp/prometheus.tar.gz /srv/
