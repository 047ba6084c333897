FROM python:3.12-slim AS base
ONBUILD RUN pip3 install scipy
FROM base
CMD ["python"]
