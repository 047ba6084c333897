FROM alpine:3.23 AS small
COPY tool /tool

FROM debian:12-slim AS large
COPY tool /tool
