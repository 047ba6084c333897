FROM node:22-slim AS build
RUN npm install -g pnpm@9

FROM alpine@sha256:25109184c71bdad752c8312a8623239686a9a2071e8825f20acb8f2198c3f659
COPY --from=build /usr/local/lib/node_modules /usr/local/lib/node_modules
CMD ["true"]
