FROM alpine:3.20
WORKDIR /srv

# The program.
COPY . /srv

RUN addgroup -S app && \
    adduser -S app -G app && \
    # for the sockets
    chown -R app:app /srv
USER app
