FROM ubuntu:24.04
COPY packages.list /etc/packages.list
RUN apt-get update \
 && apt-get install -y --no-install-recommends texlive-latex-extra texlive-fonts-recommended \
 && rm -rf /var/lib/apt/lists/*
WORKDIR /doc
ENTRYPOINT ["pdflatex"]
