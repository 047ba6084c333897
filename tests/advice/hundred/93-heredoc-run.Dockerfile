# syntax=docker/dockerfile:1
FROM debian:12-slim
RUN <<EOF
set -e
apt-get update
apt-get install -y --no-install-recommends nginx
rm -rf /var/lib/apt/lists/*
EOF
COPY <<EOF /usr/share/nginx/html/index.html
<h1>hello</h1>
EOF
CMD ["nginx", "-g", "daemon off;"]
