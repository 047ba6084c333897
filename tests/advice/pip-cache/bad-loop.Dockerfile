FROM python:3.12-slim
RUN for tool in numpy scipy; do \
      pip install "$tool"; \
    done
