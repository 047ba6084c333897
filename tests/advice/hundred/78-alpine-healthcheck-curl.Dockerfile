FROM python:3.12-alpine
RUN apk add curl
WORKDIR /srv
COPY . .
RUN pip install -r requirements.txt
HEALTHCHECK CMD curl -f http://localhost:8000/health || exit 1
CMD ["python", "serve.py"]
