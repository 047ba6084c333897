FROM python:3.12
WORKDIR /work
COPY . .
RUN pip install -r requirements-test.txt
CMD ["pytest"]
