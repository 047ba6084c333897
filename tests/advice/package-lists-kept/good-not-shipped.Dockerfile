FROM debian:12 AS build
RUN apt-get update && apt-get install -y gcc
RUN echo "int main(){}" > a.c && gcc -static -o /a a.c
FROM scratch
COPY --from=build /a /a
