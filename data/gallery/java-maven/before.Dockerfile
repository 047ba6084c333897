# Maven, a compiler, and all that Maven downloaded.
FROM maven:3.9-eclipse-temurin-21

WORKDIR /app
COPY . .
RUN mvn package -DskipTests

EXPOSE 8080
CMD ["java", "-jar", "target/orders.jar"]
