from node:22
workdir /srv
copy package.json package-lock.json ./
run npm ci --omit=dev
copy . .
cmd ["node", "server.js"]
