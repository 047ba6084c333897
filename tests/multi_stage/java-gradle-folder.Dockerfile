FROM eclipse-temurin:21-jdk
WORKDIR /app
COPY gradlew build.gradle settings.gradle ./
COPY gradle ./gradle
RUN ./gradlew dependencies
COPY src ./src
RUN ./gradlew installDist
CMD ["build/install/svc/bin/svc"]
