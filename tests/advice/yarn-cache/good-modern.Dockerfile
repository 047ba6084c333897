FROM node:20
WORKDIR /app
COPY .yarnrc.yml package.json yarn.lock ./
COPY .yarn .yarn
RUN yarn install --immutable
