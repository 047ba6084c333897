FROM debian:12
WORKDIR /opt
RUN wget -q https://archive.apache.org/dist/maven/maven-3/3.9.6/binaries/apache-maven-3.9.6-bin.tar.gz -O /tmp/maven.tar.gz \
    # unpacked in place
    && tar xzf /tmp/maven.tar.gz --strip-components=1 \
    && mvn --version
