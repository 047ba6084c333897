FROM python:3.12-slim
WORKDIR /app
COPY . .
RUN useradd --system app
RUN pip install --no-cache-dir -r requirements.txt
USER app
CMD ["python", "main.py"]
