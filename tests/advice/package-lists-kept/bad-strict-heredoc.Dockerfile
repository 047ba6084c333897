FROM debian:12
RUN <<EOF
set -e
apt-get update
test -d /srv && apt-get install -y --no-install-recommends nginx
EOF
