FROM python:3.12-alpine
RUN apk add --no-cache --virtual .build gcc musl-dev \
 && pip install --no-cache-dir cffi==1.17.1 \
 && apk del .build
CMD ["python", "main.py"]
