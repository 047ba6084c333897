FROM python:3.12-alpine
WORKDIR /app
COPY requirements.txt .
RUN apk add --no-cache libffi && \
    apk add --no-cache -t .build gcc musl-dev libffi-dev && \
    pip install --no-cache-dir -r requirements.txt
COPY . .
CMD ["python", "main.py"]
