FROM python:3.8-slim-buster AS build
RUN pip wheel --no-cache-dir -w /wheels flask==3.0.0

FROM python:3.8-slim-buster
COPY --from=build /wheels /wheels
RUN pip install --no-cache-dir /wheels/*
CMD ["flask", "run"]
