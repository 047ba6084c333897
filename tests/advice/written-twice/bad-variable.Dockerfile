FROM python:3.12-slim
ARG RUNNER=app
RUN useradd -m "$RUNNER"
WORKDIR /home/$RUNNER
COPY . .
RUN chown -R $RUNNER:${RUNNER} /home/$RUNNER
USER $RUNNER
