FROM nginx:1.27
RUN rm -rf /usr/share/nginx/html/* /etc/nginx/conf.d/default.conf
COPY . /usr/share/nginx/html
