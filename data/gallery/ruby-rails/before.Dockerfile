FROM ruby:3.3

# Node.js is there to build the assets, and stays.
RUN apt-get update && apt-get install -y nodejs npm libpq-dev

WORKDIR /app
COPY . .
RUN bundle install
RUN SECRET_KEY_BASE_DUMMY=1 bundle exec rails assets:precompile

EXPOSE 3000
CMD ["bundle", "exec", "rails", "server", "-b", "0.0.0.0"]
