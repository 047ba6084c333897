FROM python:3.11
ENV APP_HOME=/srv
WORKDIR $APP_HOME
COPY requirements requirements
RUN pip install --no-cache-dir -r requirements/base.txt -r requirements/prod.txt gunicorn==21.2
COPY src ./src
COPY entrypoint.sh gunicorn.conf.py ./
RUN chmod +x entrypoint.sh
HEALTHCHECK CMD wget -qO- http://localhost:8000/ || exit 1
ENTRYPOINT ["./entrypoint.sh"]
