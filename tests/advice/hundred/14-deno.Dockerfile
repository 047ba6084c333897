FROM denoland/deno:alpine-1.40.2
EXPOSE 1993
WORKDIR /app
USER deno
COPY deps.ts .
RUN deno cache deps.ts
COPY . .
RUN deno cache main.ts
CMD ["run", "--allow-net", "main.ts"]
