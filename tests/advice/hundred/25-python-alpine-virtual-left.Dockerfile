FROM python:3.9-alpine
COPY requirements.txt /requirements.txt
RUN apk add --no-cache postgresql-libs && \
    apk add --no-cache --virtual .build-deps gcc musl-dev postgresql-dev && \
    python3 -m pip install -r /requirements.txt --no-cache-dir
COPY app /app
WORKDIR /app
CMD ["python3", "main.py"]
