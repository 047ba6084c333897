FROM maven:3.9.6-eclipse-temurin-17-alpine
WORKDIR /build
COPY pom.xml .
COPY api/pom.xml api/
COPY core/pom.xml core/
RUN mvn -B dependency:go-offline
COPY . .
RUN mvn -B -pl api -am package -DskipTests && cp api/target/api-*.jar /app.jar
WORKDIR /
CMD ["java", "-Xmx512m", "-jar", "/app.jar"]
