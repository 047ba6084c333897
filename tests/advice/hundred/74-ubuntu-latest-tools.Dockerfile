FROM ubuntu:latest
RUN apt-get update
RUN apt-get install -y curl
RUN apt-get install -y vim
COPY script.sh /script.sh
RUN chmod +x /script.sh
CMD ["/script.sh"]
