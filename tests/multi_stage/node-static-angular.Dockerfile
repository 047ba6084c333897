FROM node:20
WORKDIR /app
COPY . .
RUN npm install -g @angular/cli
RUN npm install
RUN ng build --configuration production
CMD ["npx", "http-server", "dist/shop/browser", "-p", "8080"]
