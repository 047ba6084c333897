FROM node:18
WORKDIR /app
COPY client/package.json client/
RUN cd client && npm install
COPY server/package.json server/
RUN cd server && npm install
COPY . .
RUN cd client && npm run build
CMD ["node", "server/index.js"]
