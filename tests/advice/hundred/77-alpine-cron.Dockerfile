FROM alpine
RUN apk --no-cache add curl bash
COPY crontab /etc/crontabs/root
CMD ["crond", "-f", "-l", "2"]
