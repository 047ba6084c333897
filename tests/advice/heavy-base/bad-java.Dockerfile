FROM eclipse-temurin:21
COPY target/shop.jar /shop.jar
CMD ["java", "-jar", "/shop.jar"]
