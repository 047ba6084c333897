FROM python:3.12-slim AS build
RUN pip wheel --wheel-dir /wheels pandas
FROM python:3.12-slim
COPY --from=build /wheels /wheels
RUN pip install --no-index --find-links=/wheels pandas
