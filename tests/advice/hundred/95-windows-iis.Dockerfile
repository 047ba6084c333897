# escape=`
FROM mcr.microsoft.com/dotnet/framework/aspnet:4.8
WORKDIR C:\inetpub\wwwroot
COPY . .
RUN powershell -Command `
    Remove-Item -Recurse Web.config.bak
