FROM tomcat:9-jdk11
RUN rm -rf /usr/local/tomcat/webapps/*
COPY target/shop.war /usr/local/tomcat/webapps/ROOT.war
EXPOSE 8080
CMD ["catalina.sh", "run"]
