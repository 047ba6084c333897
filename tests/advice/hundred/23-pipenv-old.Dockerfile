FROM python:3.7
RUN pip install pipenv
COPY Pipfile Pipfile.lock /tmp/
RUN cd /tmp && pipenv install --system --deploy --dev
COPY . /srv
WORKDIR /srv
CMD ["gunicorn", "app:app"]
