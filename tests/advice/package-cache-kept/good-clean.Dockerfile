FROM fedora:40
RUN dnf install -y git && dnf clean all
RUN dnf -y install curl && dnf -y clean all && rm -rf /var/cache/dnf
