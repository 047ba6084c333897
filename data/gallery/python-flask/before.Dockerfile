# The full image has compilers that no package here needs.
FROM python:3.12
WORKDIR /app
# Any edit installs everything again, and pip keeps a second copy.
COPY . .
RUN pip install -r requirements.txt
EXPOSE 8000
CMD ["gunicorn", "-b", "0.0.0.0:8000", "app:app"]
