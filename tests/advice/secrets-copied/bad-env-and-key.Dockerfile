FROM python:3.12-slim AS build
ADD id_rsa /root/.ssh/id_rsa
RUN pip wheel --no-cache-dir -w /wheels git+ssh://git@example.com/team/tool.git

FROM python:3.12-slim
COPY --from=build /wheels /wheels
COPY app.py ./.env ./
CMD ["python", "app.py"]
