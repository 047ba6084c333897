FROM gradle:7.6-jdk17
COPY --chown=gradle:gradle . /home/gradle/src
WORKDIR /home/gradle/src
RUN gradle build --no-daemon
ENTRYPOINT ["java", "-jar", "build/libs/service.jar"]
