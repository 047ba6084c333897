FROM debian:12 AS tools
RUN curl -fsSL https://services.gradle.org/distributions/gradle-8.5-bin.zip -o /dist/gradle.zip
FROM eclipse-temurin:17

# The builder.
COPY --from=tools /dist/gradle.zip /tmp/

RUN unzip /tmp/gradle.zip -d /opt \
    # no need for it any more
    && rm -f /tmp/gradle.zip \
    && /opt/gradle-8.5/bin/gradle --version
