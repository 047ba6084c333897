FROM ubuntu:18.04
COPY tool /usr/local/bin/tool
CMD ["tool"]
