FROM python:3.12@sha256:0000000000000000000000000000000000000000000000000000000000000007

# Windows line ends
WORKDIR /app
COPY requirements.txt .
RUN apt-get update \
    && apt-get install -y \
    # for lxml
    libxml2-dev
RUN pip install -r requirements.txt
COPY . .
CMD ["python", "main.py"]
