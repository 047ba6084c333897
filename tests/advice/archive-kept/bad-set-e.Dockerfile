FROM debian:12
RUN set -eux; \
	wget https://services.gradle.org/distributions/gradle-8.5-bin.zip; \
	unzip gradle-8.5-bin.zip; \
	gradle-8.5/bin/gradle --version
