FROM node:18-bullseye
RUN npm install -g nodemon pm2 && npm cache clean --force
WORKDIR /app
COPY package.json yarn.lock .yarnrc.yml ./
COPY .yarn ./.yarn
RUN yarn install --immutable
COPY . .
RUN yarn build
CMD ["pm2-runtime", "ecosystem.config.js"]
