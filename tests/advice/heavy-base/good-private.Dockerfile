FROM registry.example.com/node:22
WORKDIR /srv
COPY . .
CMD ["node", "server.js"]
