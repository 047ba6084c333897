FROM gcc:latest
WORKDIR /opt
COPY main.c .
RUN gcc -static -O2 main.c -o hello
ENTRYPOINT ["/opt/hello"]
