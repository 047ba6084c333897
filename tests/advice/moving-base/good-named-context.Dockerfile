FROM app-base AS build
RUN make

FROM app-base
COPY --from=build /out /app
CMD ["/app/run"]
