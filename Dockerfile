FROM python:3.13-slim AS build
ENV PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_CACHE_DIR=1
RUN python -m venv /opt/venv
WORKDIR /srv/triplicate
COPY requirements.lock ./
RUN /opt/venv/bin/pip install --no-deps --require-hashes --requirement requirements.lock
COPY . ./
# Editable, as in .venv: the code, its policies and the migrations stay side by side.
RUN /opt/venv/bin/pip install --no-deps --no-build-isolation --editable . \
    && /opt/venv/bin/python -m compileall -q app

FROM python:3.13-slim
RUN useradd --system --uid 10001 --home-dir /data triplicate \
    && install --directory --owner=triplicate /data
COPY --from=build /opt/venv /opt/venv
COPY --from=build /srv/triplicate /srv/triplicate
ENV PATH=/opt/venv/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    TRIPLICATE_HOST=0.0.0.0 \
    TRIPLICATE_DATA_DIR=/data
WORKDIR /srv/triplicate
USER triplicate
VOLUME /data
EXPOSE 8000
# urllib raises on any status that is not a success.
HEALTHCHECK --interval=10s --timeout=3s --start-period=10s \
    CMD ["python", "-c", "import urllib.request as r; r.urlopen('http://127.0.0.1:8000/readyz', timeout=2).close()"]
CMD ["triplicate", "serve"]
