FROM python:3.12-slim
ARG SSH_PRIVATE_KEY
RUN mkdir -p ~/.ssh && echo "$SSH_PRIVATE_KEY" > ~/.ssh/id_ed25519
COPY app.py .
CMD ["python", "app.py"]
