FROM opensuse/leap:15
RUN zypper --non-interactive refresh \
 && zypper --non-interactive install git
