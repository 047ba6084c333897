# syntax=docker/dockerfile:1

FROM mcr.microsoft.com/dotnet/sdk:8.0 AS build
WORKDIR /src
# The project's file alone says which packages to restore.
COPY Shop.csproj .
RUN dotnet restore
COPY . .
RUN dotnet publish -c Release -o /app --no-restore

# The runtime of ASP.NET, and what was published.
FROM mcr.microsoft.com/dotnet/aspnet:8.0-alpine
WORKDIR /app
COPY --from=build /app .

USER app
EXPOSE 8080
ENTRYPOINT ["dotnet", "Shop.dll"]
