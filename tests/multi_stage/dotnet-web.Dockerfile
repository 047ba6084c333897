FROM mcr.microsoft.com/dotnet/sdk:8.0.404-alpine3.20
WORKDIR /src
COPY . .
RUN dotnet restore Shop/Shop.csproj
RUN dotnet publish Shop/Shop.csproj -c Release -o /app/publish
WORKDIR /app/publish
EXPOSE 8080
ENTRYPOINT ["dotnet", "Shop.dll"]
