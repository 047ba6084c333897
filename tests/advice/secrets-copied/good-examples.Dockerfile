FROM node:22-slim
WORKDIR /app
COPY .env.example id_rsa.pub tls/ca.pem ./
COPY src src
CMD ["node", "src/main.js"]
