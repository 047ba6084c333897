FROM alpine:3.20
RUN apk add --no-cache build-base autoconf automake libtool openssl-dev pcre2-dev
WORKDIR /tmp/src
COPY . .
RUN ./autogen.sh && ./configure --prefix=/usr/local && make && make install
VOLUME /var/lib/proxy
CMD ["proxyd", "-f"]
