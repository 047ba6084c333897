FROM ubuntu:18.04
RUN apt-get update && apt-get install -y curl python3 make g++ \
 && curl -sL https://deb.nodesource.com/setup_14.x | bash - \
 && apt-get install -y nodejs
WORKDIR /app
COPY package.json .
RUN npm install
COPY . .
CMD ["node", "app.js"]
