FROM debian:12
COPY --chown=1000:1000 \
    . /opt/tool/
ADD src /opt/tool/more/
RUN set -e; chmod --recursive 755 /opt/tool
