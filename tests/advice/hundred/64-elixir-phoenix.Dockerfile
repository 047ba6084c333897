FROM elixir:1.15-alpine AS build
RUN apk add --no-cache build-base git
WORKDIR /app
ENV MIX_ENV=prod
RUN mix local.hex --force && mix local.rebar --force
COPY mix.exs mix.lock ./
RUN mix deps.get --only prod && mix deps.compile
COPY . .
RUN mix release

FROM alpine:3.18
RUN apk add --no-cache openssl ncurses-libs libstdc++
COPY --from=build /app/_build/prod/rel/web ./
CMD ["bin/web", "start"]
