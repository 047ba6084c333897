FROM debian:12-slim AS media
RUN apt-get update && apt-get install -y ffmpeg && ffmpeg -version > /version
FROM scratch
COPY --from=media /version /version
