FROM rockylinux:9
RUN microdnf install -y git && rm -rf /var/cache/*
