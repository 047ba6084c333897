FROM python:3.12-slim
ARG GITHUB_TOKEN
RUN git config --global url."https://x:${GITHUB_TOKEN}@github.com/".insteadOf https://github.com/ \
 && pip install --no-cache-dir git+https://github.com/example/tool
CMD ["tool"]
