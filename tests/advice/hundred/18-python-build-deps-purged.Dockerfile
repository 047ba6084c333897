FROM python:3.11-slim
WORKDIR /app
COPY requirements.txt .
RUN set -ex; \
    apt-get update; \
    apt-get install -y --no-install-recommends gcc libpq-dev libpq5; \
    pip install --no-cache-dir -r requirements.txt; \
    apt-get purge -y --auto-remove gcc libpq-dev; \
    rm -rf /var/lib/apt/lists/*
COPY . .
CMD ["gunicorn", "-b", ":8000", "project.wsgi"]
