# De site in een container: alleen de vastgezette bibliotheken, een gewone gebruiker, en een root die alleen te lezen hoeft te zijn.
# Hoe u haar start, staat in docs/beheer.md ("In een container"), en wordt zo nagedaan in tests/beheer/test_dockerfile.py.
# De tag staat vast, de digest niet: zet die erbij zodra u haar zelf hebt nagekeken.
FROM python:3.13-slim-trixie AS bibliotheken
COPY requirements.txt /
RUN python -m venv --without-pip /site/.venv
RUN pip --python /site/.venv install --no-cache-dir --only-binary :all: --require-hashes --requirement /requirements.txt

FROM python:3.13-slim-trixie
RUN useradd --system --uid 10001 --home-dir /data --shell /usr/sbin/nologin zelfcheck
RUN install --directory --owner zelfcheck --group zelfcheck --mode 700 /data
COPY --from=bibliotheken /site/.venv /site/.venv
COPY wsgi.py gunicorn.conf.py /site/
COPY rules /site/rules
COPY portal /site/portal
COPY templates /site/templates
COPY static /site/static
COPY translations /site/translations
ENV PATH=/site/.venv/bin:/usr/local/bin:/usr/bin:/bin
ENV PORTAL_DATA=/data
ENV PYTHONDONTWRITEBYTECODE=1
WORKDIR /site
USER 10001
VOLUME /data
EXPOSE 8000
HEALTHCHECK --start-period=20s CMD ["python", "-c", "from urllib.request import urlopen; urlopen('http://127.0.0.1:8000/gezond', timeout=4)"]
CMD ["gunicorn", "--bind=0.0.0.0:8000", "wsgi:app"]
