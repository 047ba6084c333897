# Only what make needs, and no lists.
FROM debian:bookworm-slim AS build
RUN apt-get update && apt-get install -y --no-install-recommends gcc libc6-dev make && rm -rf /var/lib/apt/lists/*
WORKDIR /src
COPY . .
RUN make && strip main

FROM scratch
COPY --from=build /src/main /main
ENTRYPOINT ["/main"]
