FROM debian:12
RUN curl -sSL https://repo.anaconda.com/miniconda/Miniconda3-latest-Linux-x86_64.sh -o "/tmp/conda.sh" && bash /tmp/conda.sh -b -p /opt/conda && /opt/conda/bin/conda --version
