FROM registry.example.com/base/python:3
USER app
WORKDIR /srv
COPY requirements.txt .
RUN pip install -r requirements.txt
CMD ["python", "app.py"]
