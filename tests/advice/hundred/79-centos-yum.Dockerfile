FROM centos:7
RUN yum install -y epel-release && yum install -y nginx && yum clean all
COPY nginx.conf /etc/nginx/nginx.conf
EXPOSE 80
CMD ["nginx", "-g", "daemon off;"]
