FROM node:20
WORKDIR /app
RUN curl -fsSL https://example.com/geo.db -o /usr/share/geo.db
COPY package*.json ./
RUN npm ci
COPY . .
CMD ["node", "index.js"]
