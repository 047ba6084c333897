FROM python:3.12-slim
WORKDIR /app
COPY requirements.txt .
RUN <<END
set -e
pip install --upgrade pip
pip install --no-cache-dir -r requirements.txt
END
COPY . .
CMD ["python", "-m", "app"]
