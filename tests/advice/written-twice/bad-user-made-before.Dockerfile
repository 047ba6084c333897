FROM python:3.12-slim
RUN useradd --create-home runner
WORKDIR /home/runner/app
COPY requirements.txt .
RUN pip install --no-cache-dir -r requirements.txt
COPY src src
RUN chown -R runner /home/runner/app
