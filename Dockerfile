# The steps of `make run` in the same layout: the project's folder with its .venv inside.
# tests/test_deployment.py holds them to the Makefile's.

FROM python:3.12-slim AS build
WORKDIR /srv/darial
RUN python -m venv .venv
COPY requirements/runtime.txt requirements/
RUN .venv/bin/python -m pip --disable-pip-version-check --quiet install --require-hashes --no-deps --requirement requirements/runtime.txt
COPY pyproject.toml LICENSE ./
COPY app app
COPY migrations migrations
RUN .venv/bin/python -m pip --disable-pip-version-check --quiet install --no-build-isolation --no-deps --editable .
RUN .venv/bin/python -m compileall -q app migrations

FROM python:3.12-slim
RUN useradd --system --uid 10001 --no-create-home darial \
    && install --directory --owner=darial /var/lib/darial
WORKDIR /srv/darial
COPY --from=build /srv/darial /srv/darial
ENV DARIAL_HOST=0.0.0.0 \
    DARIAL_DATABASE_URL=sqlite+aiosqlite:////var/lib/darial/darial.db \
    PYTHONDONTWRITEBYTECODE=1
USER 10001
VOLUME /var/lib/darial
EXPOSE 8000
HEALTHCHECK --interval=30s --timeout=5s --start-period=60s CMD ["/srv/darial/.venv/bin/python", "-c", "import os, urllib.request as u; u.build_opener(u.ProxyHandler({})).open('http://127.0.0.1:' + (os.environ.get('DARIAL_PORT') or '8000') + '/healthz', timeout=4)"]
CMD ["/srv/darial/.venv/bin/darial", "serve", "--prepare"]
