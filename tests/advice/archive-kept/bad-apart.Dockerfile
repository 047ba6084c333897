FROM debian:12
WORKDIR /opt
RUN wget -q https://services.gradle.org/distributions/gradle-8.5-bin.zip

# Unpacked here.
RUN unzip -q gradle-8.5-bin.zip && \
    ln -s /opt/gradle-8.5/bin/gradle /usr/local/bin/
