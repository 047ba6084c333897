FROM debian:12
ADD rootfs.tar.xz /
ADD https://example.com/tool /usr/local/bin/tool
ADD https://github.com/moby/buildkit.git#v0.20.0 /src
ADD vendor.TGZ /vendor
