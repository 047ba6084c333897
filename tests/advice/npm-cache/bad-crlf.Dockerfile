FROM node:20
RUN set -eux; \
  npm install -g typescript; \
  tsc --version;
