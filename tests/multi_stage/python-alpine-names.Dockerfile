FROM python:3-alpine
RUN apk add --no-cache gcc musl-dev libffi-dev postgresql-dev
RUN pip3 install --user psycopg2 cffi && pip cache purge
COPY main.py /main.py
CMD python /main.py
