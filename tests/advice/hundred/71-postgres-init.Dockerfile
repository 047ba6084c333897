FROM postgres:15
ENV POSTGRES_DB=shop
ENV POSTGRES_USER=shop
ENV POSTGRES_PASSWORD=secret
COPY init.sql /docker-entrypoint-initdb.d/
