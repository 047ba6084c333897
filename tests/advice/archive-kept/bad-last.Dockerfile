FROM debian:12
RUN wget -O /tmp/gradle.zip https://services.gradle.org/distributions/gradle-8.5-bin.zip
RUN unzip /tmp/gradle.zip -d /opt
COPY . /app
