FROM node:20
RUN groupadd -r app && useradd -r -g app app
WORKDIR /app
COPY package*.json ./
RUN npm ci
COPY . .
RUN mkdir -p /data && chown -R app:app /app /data
VOLUME /data
USER app
CMD ["node", "index.js"]
