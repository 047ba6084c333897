# Three stages: only the last one ships.

# What the other two stages stand on
FROM node:lts-alpine as build

# A small init for process 1
RUN apk add --no-cache tini
ENTRYPOINT [ "/sbin/tini", "--"]

WORKDIR "/telescope"

COPY package.json .

# The modules and the web pages, left behind once they are made
FROM build AS dependencies

COPY . .

RUN npm install --only=production --no-package-lock
RUN npm run build

# What ships
FROM build AS release

COPY --from=dependencies /telescope/node_modules /telescope/node_modules
COPY --from=dependencies /telescope/src/frontend/public /telescope/src/frontend/public
COPY ./src/backend ./src/backend

# Which script of package.json to start
ENV script=start

CMD ["sh", "-c", "npm run ${script}"]
