FROM fedora:40
RUN dnf install -y git
RUN dnf install -y \
      curl
