FROM mcr.microsoft.com/dotnet/sdk:8.0
WORKDIR /app
EXPOSE 80
COPY src/Api/Api.csproj src/Api/
COPY src/Core/Core.csproj src/Core/
RUN dotnet restore src/Api/Api.csproj
COPY . .
WORKDIR /app/src/Api
RUN dotnet build -c Release -o /app/build
RUN dotnet publish -c Release -o /app/publish /p:UseAppHost=false
WORKDIR /app/publish
ENTRYPOINT ["dotnet", "Api.dll"]
