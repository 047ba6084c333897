FROM ruby:3.1-alpine AS build
RUN apk add --no-cache build-base
WORKDIR /site
COPY Gemfile* ./
RUN bundle install
COPY . .
RUN bundle exec jekyll build

FROM nginx:alpine
COPY --from=build /site/_site /usr/share/nginx/html
