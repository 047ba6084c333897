FROM registry.example.com/python:3.8 AS tools

FROM debian:bookworm-slim
COPY --from=tools /opt/tools /opt/tools
CMD ["/opt/tools/run"]
