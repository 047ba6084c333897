FROM debian:bullseye-slim
COPY tool /usr/local/bin/tool
CMD ["tool"]
