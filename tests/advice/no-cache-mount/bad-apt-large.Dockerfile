FROM ubuntu:24.04
RUN apt-get update \
 && apt-get install -y --no-install-recommends texlive-latex-extra texlive-fonts-recommended \
 && rm -rf /var/lib/apt/lists/*
WORKDIR /doc
ENTRYPOINT ["pdflatex"]
