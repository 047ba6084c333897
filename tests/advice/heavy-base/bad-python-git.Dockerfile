ARG PYTHON=3.12
FROM python:${PYTHON}
WORKDIR /srv
COPY requirements.txt .
# one of them comes from a repository
RUN pip install --no-cache-dir -r requirements.txt git+https://example.com/team/tool.git
COPY app app
HEALTHCHECK CMD curl -f http://localhost:8000/ || exit 1
CMD ["python", "-m", "app"]
