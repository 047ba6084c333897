FROM eclipse-temurin:21
WORKDIR /src
COPY Main.java .
RUN javac Main.java
CMD ["java", "Main"]
