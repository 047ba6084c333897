# One stage: everything the build needs also ships.
FROM node:lts

WORKDIR "/telescope"

# The manifest first, the rest after it
COPY package.json ./
COPY .npmrc ./
COPY . .

# Every module, for development too
RUN npm install --no-package-lock

# The web pages, made by Gatsby
RUN npm run build

# Which script of package.json to start
ENV script=start

CMD ["sh", "-c", "npm run ${script}"]
