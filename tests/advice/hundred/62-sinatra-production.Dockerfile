FROM ruby:3.2
ENV RACK_ENV=production
WORKDIR /app
COPY . .
RUN bundle install
CMD ["bundle", "exec", "puma", "-p", "4567"]
