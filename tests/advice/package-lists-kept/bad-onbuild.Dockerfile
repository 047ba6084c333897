FROM debian:12 AS base
ONBUILD RUN apt-get update && apt-get install -y --no-install-recommends nginx
FROM base
CMD ["nginx"]
