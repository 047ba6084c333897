# The full image, a compiler to install with, and pip's cache.
FROM python:3.13

RUN apt-get update && apt-get install -y build-essential libpq-dev

WORKDIR /app
COPY . .
RUN pip install -r requirements.txt

EXPOSE 8000
CMD ["gunicorn", "--bind", "0.0.0.0:8000", "shop:app"]
