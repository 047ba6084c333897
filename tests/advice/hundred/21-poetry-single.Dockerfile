FROM python:3.9-slim-buster
ENV POETRY_VERSION=1.1.13
RUN pip install "poetry==$POETRY_VERSION"
WORKDIR /app
COPY poetry.lock pyproject.toml /app/
RUN poetry config virtualenvs.create false \
  && poetry install --no-interaction --no-ansi
COPY . /app
CMD ["uvicorn", "app.main:app", "--host", "0.0.0.0"]
