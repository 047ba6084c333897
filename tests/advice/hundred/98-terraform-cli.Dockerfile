FROM alpine:3.18
ARG TERRAFORM_VERSION=1.5.7
RUN apk add --no-cache --virtual .fetch curl unzip \
 && curl -fsSLo /tmp/tf.zip https://releases.hashicorp.com/terraform/${TERRAFORM_VERSION}/terraform_${TERRAFORM_VERSION}_linux_amd64.zip \
 && unzip /tmp/tf.zip -d /usr/local/bin && rm /tmp/tf.zip \
 && apk del .fetch
ENTRYPOINT ["terraform"]
