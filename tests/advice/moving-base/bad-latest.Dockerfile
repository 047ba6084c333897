# syntax=docker/dockerfile:1
FROM --platform=linux/amd64 alpine:latest AS fetch
RUN wget -O /tool https://example.com/tool

FROM registry.example.com/team/base
COPY --from=fetch /tool /usr/local/bin/tool
CMD ["tool"]
