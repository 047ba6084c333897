FROM haskell:9
WORKDIR /opt/app
COPY . .
RUN stack build --copy-bins
CMD ["/root/.local/bin/app"]
