FROM python:3.11
ARG USERNAME=svc
ENV PATH="/home/${USERNAME}/.local/bin:${PATH}"
RUN useradd -m ${USERNAME}
USER ${USERNAME}
WORKDIR /home/${USERNAME}/app
COPY --chown=${USERNAME} requirements.txt .
RUN pip install --user -r requirements.txt
COPY --chown=${USERNAME} . .
CMD ["python", "main.py"]
