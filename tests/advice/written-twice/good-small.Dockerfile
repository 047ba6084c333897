FROM node:20
COPY entrypoint.sh /
RUN chmod +x /entrypoint.sh && chown -R node /entrypoint.sh
