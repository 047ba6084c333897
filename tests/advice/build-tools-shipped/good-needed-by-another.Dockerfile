FROM debian:12-slim
RUN apt-get update && apt-get install -y --no-install-recommends wget gnupg \
 && wget -qO- https://example.com/key | gpg --dearmor -o /etc/apt/keyrings/example.gpg \
 && echo "deb [signed-by=/etc/apt/keyrings/example.gpg] https://example.com/apt stable main" > /etc/apt/sources.list.d/example.list \
 && apt-get update && apt-get install -y --no-install-recommends example-browser \
 && rm -rf /var/lib/apt/lists/*
CMD ["example-browser"]
