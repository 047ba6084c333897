FROM archlinux
RUN pacman -Syu --noconfirm git && yes | pacman -Scc
