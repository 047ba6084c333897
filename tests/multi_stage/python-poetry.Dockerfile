FROM python:3.12
ENV POETRY_VERSION=1.8.3
RUN pip install "poetry==$POETRY_VERSION"
WORKDIR /srv
COPY pyproject.toml poetry.lock ./
RUN poetry config virtualenvs.create false && poetry install --no-root --no-interaction
COPY src ./src
CMD ["poetry", "run", "uvicorn", "src.main:app", "--host", "0.0.0.0"]
