FROM debian:12
RUN git clone https://github.com/madler/zlib.git /src/zlib
RUN cd /src/zlib && ./configure && make install
# The sources are not needed.
RUN rm -rf /src/zlib
