# check=skip=SecretsUsedInArgOrEnv
FROM python:3.12-slim
ENV DJANGO_SECRET=only-for-collectstatic
CMD ["python", "app.py"]
