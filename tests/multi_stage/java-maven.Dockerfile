FROM maven:3.9-eclipse-temurin-21
WORKDIR /app
COPY . .
RUN mvn -q clean package -DskipTests
EXPOSE 8080
ENV JAVA_TOOL_OPTIONS="-XX:MaxRAMPercentage=75"
ENTRYPOINT ["java", "-jar", "target/orders-1.4.0.jar"]
