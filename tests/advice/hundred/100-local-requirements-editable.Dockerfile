FROM python:3.11
WORKDIR /srv
COPY . /srv
RUN pip install -e .
CMD ["myservice"]
