FROM python:3.12-slim
WORKDIR /app
COPY . .
RUN useradd --system app && chown -R app /app/data
USER app
CMD ["python", "main.py"]
