FROM python:3.12-slim
ENV DB_HOST=db \
    DB_PASSWORD=hunter2
COPY app.py .
CMD ["python", "app.py"]
