FROM alpine:3.20
RUN apk update && \
    # what the program calls
    apk upgrade && \
    apk add --virtual .tools \
      git \
      openssh-client
CMD ["git"]
