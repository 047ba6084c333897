# syntax=docker/dockerfile:1

FROM maven:3.9-eclipse-temurin-21 AS build
WORKDIR /app
# Artifacts first: an edit downloads none again.
COPY pom.xml .
RUN mvn dependency:go-offline
COPY src ./src
RUN mvn package -DskipTests

# What runs needs no compiler: a runtime does.
FROM eclipse-temurin:21-jre-alpine
COPY --from=build /app/target/orders.jar /app/orders.jar

USER nobody
EXPOSE 8080
ENTRYPOINT ["java", "-jar", "/app/orders.jar"]
