FROM openjdk:17
COPY build/libs/demo-0.0.1-SNAPSHOT.jar /demo.jar
EXPOSE 8080
ENTRYPOINT ["java", "-jar", "/demo.jar"]
