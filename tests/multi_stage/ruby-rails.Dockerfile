FROM ruby:3.2
ENV RAILS_ENV=production \
    RAILS_LOG_TO_STDOUT=1
RUN apt-get update -qq && apt-get install -y nodejs postgresql-client
WORKDIR /myapp
COPY Gemfile Gemfile.lock ./
RUN gem install bundler:2.4.10 && bundle install
COPY . .
RUN SECRET_KEY_BASE=dummy bundle exec rails assets:precompile
EXPOSE 3000
CMD ["rails", "server", "-b", "0.0.0.0"]
