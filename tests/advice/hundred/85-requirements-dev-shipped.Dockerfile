FROM python:3.11-slim
WORKDIR /code
COPY requirements.txt requirements-dev.txt ./
RUN pip install --no-cache-dir -r requirements.txt -r requirements-dev.txt
COPY . .
CMD ["gunicorn", "shop.wsgi:application"]
