FROM debian:12-slim
COPY . /opt/scripts
RUN apt-get update && apt-get install -y --no-install-recommends rsync cron \
 && rm -rf /var/lib/apt/lists/*
# run by cron
RUN chmod 0755 /opt/scripts/backup.sh
CMD ["cron", "-f"]
