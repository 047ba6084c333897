FROM python:3.11-alpine
RUN apk update && apk add postgresql-dev gcc python3-dev musl-dev
WORKDIR /usr/src/app
COPY requirements.txt ./
RUN pip install -r requirements.txt
COPY . .
ENTRYPOINT ["/usr/src/app/entrypoint.sh"]
