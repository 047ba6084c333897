FROM debian:12-slim
COPY vendor.key /etc/apt/keyrings/vendor.asc
COPY vendor.list /etc/apt/sources.list.d/
CMD ["true"]
