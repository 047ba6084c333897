FROM mcr.microsoft.com/devcontainers/python:3.11
RUN apt-get update && apt-get -y install --no-install-recommends postgresql-client build-essential
COPY requirements-dev.txt /tmp/
RUN pip install -r /tmp/requirements-dev.txt
