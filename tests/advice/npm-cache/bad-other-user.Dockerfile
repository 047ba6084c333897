FROM node:20
RUN su node -c ". /opt/nvm/nvm.sh && npm install -g typescript"
RUN (. /opt/nvm/nvm.sh && npm install -g typescript)
