FROM registry.corp.example/platform/node-base:14
COPY . /app
WORKDIR /app
RUN npm ci
CMD ["npm", "start"]
