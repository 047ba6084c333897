FROM maven:3.6.3-jdk-11
COPY src /home/app/src
COPY pom.xml /home/app
RUN mvn -f /home/app/pom.xml clean package
EXPOSE 8080
ENTRYPOINT ["java","-jar","/home/app/target/demo-0.0.1-SNAPSHOT.jar"]
