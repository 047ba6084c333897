# An environment can be copied as a whole.
FROM python:3.12 AS build
RUN python -m venv /venv
ENV PATH=/venv/bin:$PATH
COPY requirements.txt .
RUN pip install --no-cache-dir -r requirements.txt

# The same Python on a small system.
FROM python:3.12-slim
WORKDIR /app
COPY --from=build /venv /venv
ENV PATH=/venv/bin:$PATH
COPY . .
CMD ["gunicorn", "-b", "0.0.0.0:8000", "app:app"]
