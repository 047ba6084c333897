# A whole Node.js to serve files that never change.
FROM node:22

WORKDIR /site
COPY . .
RUN npm install
RUN npm run build

EXPOSE 3000
CMD ["npx", "serve", "dist"]
