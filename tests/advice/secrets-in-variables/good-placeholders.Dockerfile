FROM ruby:3.4-slim
ARG SECRET_KEY_BASE=dummy-for-precompile
ARG VITE_API_KEY
WORKDIR /app
COPY . .
RUN bundle exec rails assets:precompile
CMD ["bundle", "exec", "puma"]
