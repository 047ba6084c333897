FROM python:3.12
RUN apt-get update && apt-get install -y --no-install-recommends curl gettext \
 && curl -fsSL -o /usr/local/bin/tool https://example.com/tool && chmod +x /usr/local/bin/tool \
 && rm -rf /var/lib/apt/lists/*
WORKDIR /app
COPY . .
CMD ["python", "main.py"]
