FROM node:22
ARG USERNAME=svc
ARG UNUSED=1
RUN useradd -m ${USERNAME}
WORKDIR /srv
COPY package*.json ./
RUN npm ci
COPY --chown=${USERNAME} . .
USER ${USERNAME}
CMD ["node", "."]
