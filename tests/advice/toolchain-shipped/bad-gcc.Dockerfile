FROM gcc:10
COPY . /src
WORKDIR /src
RUN gcc -O2 -o daemon main.c
CMD ["/src/daemon"]
