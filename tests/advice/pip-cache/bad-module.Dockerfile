FROM python:3.12
RUN set -eux; \
  python3 -m pip install \
    torch  # the model runs on it
