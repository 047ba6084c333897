# How Telescope is started for development and tests: the script is named when the container is.

# Node with everything that comes with it
FROM node:lts

WORKDIR "/telescope"

# The manifest first, so that no lock file gets involved
COPY package.json ./
COPY .npmrc ./
# The sources
COPY . .

# Every module, for development too
RUN npm install --no-package-lock

# The web pages
RUN npm run build

# ADD . src/frontend/public

# Which script of package.json to start
ENV script=start

# Started through a shell, for the variable
CMD ["sh", "-c", "npm run ${script}"]
