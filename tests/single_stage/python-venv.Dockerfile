FROM python:3.12 AS build
RUN python -m venv /venv
ENV PATH=/venv/bin:$PATH
WORKDIR /tmp
COPY requirements.txt .
RUN pip install -r requirements.txt

FROM python:3.12-slim
RUN useradd -m app
WORKDIR /app
COPY --from=build --chown=app /venv /opt/venv
ENV PATH=/opt/venv/bin:$PATH
COPY . .
USER app
CMD ["python", "-m", "shop"]
