# The same three stages: the manifests go first, so that an edited source file leaves the installed modules alone.

# What the other two stages stand on
FROM node:lts-alpine as build

# A small init for process 1
RUN apk add --no-cache tini
ENTRYPOINT [ "/sbin/tini", "--"]

WORKDIR "/telescope"

COPY package.json .

# The modules and the web pages, left behind once they are made
FROM build AS dependencies

# All that an installation reads: its script installs the modules of the web pages too
COPY src/frontend/package.json src/frontend/

RUN npm install --only=production --no-package-lock

COPY . .

RUN npm run build

# What ships
FROM build AS release

COPY --from=dependencies /telescope/node_modules /telescope/node_modules
COPY --from=dependencies /telescope/src/frontend/public /telescope/src/frontend/public
COPY ./src/backend ./src/backend

# Which script of package.json to start
ENV script=start

CMD ["sh", "-c", "npm run ${script}"]
