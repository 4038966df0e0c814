# auditbot as a container: two stages, so that what builds it is not in it. docs/install.md says how it is run.
# It needs no right to write but on /data (SQLite, where that is used) and /tmp, so it runs with a read-only root.

FROM python:3.11-slim-bookworm AS build
WORKDIR /build
RUN python -m venv /opt/auditbot
COPY requirements/build.txt requirements/run.txt requirements/
RUN /opt/auditbot/bin/python -m pip install --no-cache-dir --disable-pip-version-check --require-hashes \
    -r requirements/build.txt -r requirements/run.txt
COPY pyproject.toml README.md LICENSE ./
COPY bot bot
COPY cards cards
COPY dialogs dialogs
COPY domain domain
COPY duties duties
COPY metrics metrics
COPY storage storage
RUN /opt/auditbot/bin/python -m pip install --no-cache-dir --disable-pip-version-check --no-deps --no-build-isolation . \
    && /opt/auditbot/bin/python -m pip uninstall --quiet --yes setuptools pip
COPY deploy/health.py /opt/auditbot/health.py

FROM python:3.11-slim-bookworm
LABEL org.opencontainers.image.title="auditbot" \
      org.opencontainers.image.description="A Microsoft Teams bot for practice audits in children's services" \
      org.opencontainers.image.licenses="MIT"
RUN groupadd --gid 10001 auditbot \
    && useradd --uid 10001 --gid 10001 --home-dir /data --no-create-home --shell /usr/sbin/nologin auditbot \
    && install --directory --owner=10001 --group=10001 /data
COPY --from=build /opt/auditbot /opt/auditbot
ENV PATH=/opt/auditbot/bin:$PATH \
    PYTHONDONTWRITEBYTECODE=1 \
    PYTHONUNBUFFERED=1 \
    AUDITBOT_HOST=0.0.0.0 \
    AUDITBOT_DATABASE_URL=sqlite:////data/auditbot.db
USER 10001:10001
WORKDIR /data
VOLUME ["/data"]
EXPOSE 3978
# What stops it waits ten seconds; the service is gone within nine.
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=30s --timeout=8s --start-period=30s --retries=3 CMD ["python", "/opt/auditbot/health.py"]
ENTRYPOINT ["auditbot"]
CMD ["serve"]
