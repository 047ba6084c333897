FROM python:3.10-slim
ENV POETRY_VERSION=1.1.15
RUN pip install --no-cache-dir "poetry==$POETRY_VERSION"
WORKDIR /app
COPY pyproject.toml poetry.lock ./
RUN poetry install --no-root --no-interaction
COPY . .
CMD ["python", "-m", "shop"]
