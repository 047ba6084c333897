FROM python:3.12-slim
RUN useradd -m app
WORKDIR /srv
COPY . .
ARG RUNNER=app
RUN chown -R $RUNNER:$RUNNER /srv
