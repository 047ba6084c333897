FROM python:3.12-slim
add . /srv/app

workdir /srv/app
run apt-get update \
    && apt-get install -y --no-install-recommends libmagic1 \
    && rm -rf /var/lib/apt/lists/*
run pip install --no-cache-dir -r requirements/base.txt -c constraints.txt
cmd ["python", "-m", "shop"]
