FROM python:3.12-slim
RUN pip install pandas==2.2.0
