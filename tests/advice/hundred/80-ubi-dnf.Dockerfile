FROM registry.access.redhat.com/ubi9/ubi
RUN dnf install -y python3 python3-pip gcc python3-devel
WORKDIR /opt/app
COPY requirements.txt .
RUN pip3 install -r requirements.txt
COPY . .
CMD ["python3", "app.py"]
