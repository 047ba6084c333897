FROM openjdk:17-jdk-slim
COPY . /usr/src/app
WORKDIR /usr/src/app
RUN chmod +x ./gradlew && ./gradlew --no-daemon build
CMD java $JAVA_OPTS -jar build/libs/app-all.jar
