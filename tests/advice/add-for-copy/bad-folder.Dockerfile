FROM node:20
ADD . /app
add --chown=node:node src/ /app/src/
