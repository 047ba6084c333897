FROM python:3.12-slim

COPY requirements.txt .
RUN pip install \
      --no-cache-dir \
      --upgrade \
      -r requirements.txt   # pinned
COPY app.py .
CMD ["python", "app.py"]
