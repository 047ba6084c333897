FROM python:3.11-slim-bookworm

ENV PYTHONDONTWRITEBYTECODE=1
ENV PYTHONUNBUFFERED=1
ENV PIP_DISABLE_PIP_VERSION_CHECK=1

# Compilers and headers for psycopg2 and Pillow
RUN apt-get update && apt-get install -y --no-install-recommends \
        build-essential \
        libpq-dev \
        libjpeg-dev zlib1g-dev \
        gettext \
        libfoo-dev \
    && rm -rf /var/lib/apt/lists/*

WORKDIR /code
RUN pip install --upgrade pip
COPY requirements/ requirements/
RUN pip install --no-cache-dir -r requirements/production.txt
COPY . /code/
RUN python manage.py collectstatic --noinput
RUN addgroup --system django && adduser --system --ingroup django django && chown -R django:django /code
USER django
EXPOSE 8000
ENTRYPOINT ["/code/entrypoint.sh"]
CMD ["gunicorn", "shop.wsgi"]
