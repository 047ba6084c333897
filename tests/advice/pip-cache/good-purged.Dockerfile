FROM python:3.12-slim
RUN pip install pandas && pip cache purge
RUN pip install scipy && rm -rf ~/.cache
