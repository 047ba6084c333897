FROM maven:3.9-eclipse-temurin-21 AS build
WORKDIR /app
COPY . .
RUN mvn -B package

FROM eclipse-temurin:21-jre
USER 1000
WORKDIR /opt
COPY --from=build /app/target/*.jar app.jar
CMD ["java", "-jar", "app.jar"]
