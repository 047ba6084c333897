FROM eclipse-temurin:21-jdk-alpine AS jre
RUN jlink --add-modules java.base,java.logging,java.sql --strip-debug --no-man-pages --no-header-files --output /jre

FROM alpine:3.20
COPY --from=jre /jre /opt/jre
COPY app.jar /app.jar
ENTRYPOINT ["/opt/jre/bin/java", "-jar", "/app.jar"]
