FROM python:3.9
ARG SSH_PRIVATE_KEY
RUN mkdir /root/.ssh && echo "${SSH_PRIVATE_KEY}" > /root/.ssh/id_rsa && chmod 600 /root/.ssh/id_rsa \
 && ssh-keyscan github.com >> /root/.ssh/known_hosts
COPY requirements.txt .
RUN pip install -r requirements.txt
COPY . .
CMD ["python", "main.py"]
