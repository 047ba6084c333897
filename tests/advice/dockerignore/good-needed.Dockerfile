FROM nginx:1.31-alpine
COPY . /usr/share/nginx/html
