FROM python:3.12-slim
ENV GPG_KEY=7169605F62C751356D054A26A821E680E5FA6305
ENV AUTH_SERVICE_URL=http://auth:8080 TOKEN_TTL=3600 AWS_SECRET_NAME=shop/db
WORKDIR /app
COPY pyproject.toml .
COPY shop ./shop
RUN pip install --no-cache-dir .
CMD ["python", "-m", "shop"]
