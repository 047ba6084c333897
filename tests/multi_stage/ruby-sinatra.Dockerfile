FROM ruby:3-alpine
RUN apk add --update build-base mariadb-dev tzdata
WORKDIR /app
ADD . /app
RUN bundle install
CMD ["bundle", "exec", "rackup", "-o", "0.0.0.0"]
