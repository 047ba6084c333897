FROM maven:3.8.6-openjdk-11-slim
WORKDIR /srv
ADD pom.xml .
RUN mvn dependency:resolve
ADD src src
HEALTHCHECK CMD curl -f localhost:8080/actuator/health
CMD ["mvn", "spring-boot:run"]
