# make run      the site on http://127.0.0.1:8000 (PORT=8080 make run for another port)
# make account  the first account of the helpdesk: make account NAAM="Carla Jansen"
# make test     every test
# make keuring  longer than the tests, before a release: every page in every language, state and theme (needs node and java)
# make storing  faults in the running site: killed, full, locked, broken, cut off, lied to (ten minutes)
# make beheer   docs/beheer.md followed from its first line to its last on a bare Debian with systemd, while a crowd uses the site
# make aanval   wapiti and sqlmap over every page and form of the running site, on this machine alone (five minutes)
# make check    style, types and who-may-import-whom
# make taal     how plain every page and every text is
# make bench    what it costs, beside a bare page of Flask: CPU, throughput, the day after a quake, memory (a quarter of an hour)
# make bewijs   a thousand requests while workers are killed: none lost, none twice (some minutes)
# make kaart    the shapes on the map, made anew from the rules (kaart.json); ARGS=addresses.csv.gz: its outline and places too
# make mutanten the rules changed one by one: does a test see it? (a quarter of an hour)
# make docs     renew the generated parts of docs/ and the texts to translate, in each language
# make bij      newer libraries, then every check and test: once a month
# make pins     renew the pinned requirements

PORT ?= 8000
PORTAL_DATA ?= data
export PORT PORTAL_DATA

# The first Python that is new enough.
PYTHON ?= $(firstword $(foreach p,python3 python3.14 python3.13 python3.12 python3.11,$(shell \
	command -v $(p) >/dev/null 2>&1 && $(p) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $(p))))
BIN := .venv/bin
# What the environment does not give comes from the folder. An empty PORTAL_SLEUTEL stays empty: no helpdesk.
MET_SLEUTELS := PORTAL_GEHEIM="$${PORTAL_GEHEIM:-$$(cat '$(PORTAL_DATA)/geheim')}" PORTAL_SLEUTEL="$${PORTAL_SLEUTEL-$$(cat '$(PORTAL_DATA)/sleutel')}"

.PHONY: run account test keuring storing check taal bench bewijs kaart mutanten pins bij docs chromium woordenboek wrk aanval strace faketime beheer nginx debootstrap
.DEFAULT_GOAL := run

run: .venv/.site $(PORTAL_DATA)/geheim $(PORTAL_DATA)/sleutel
	@echo "De site staat op http://127.0.0.1:$(PORT) . Stoppen: Ctrl-C."
	@if $(MET_SLEUTELS) $(BIN)/flask --app wsgi medewerker lijst 2>&1 | grep -q 'nog geen accounts'; then \
		echo 'De helpdesk (/helpdesk) heeft nog geen account. Maak de eerste beheerder in een ander venster: make account PORTAL_DATA=$(PORTAL_DATA) NAAM="Uw naam"'; fi
	@$(MET_SLEUTELS) exec $(BIN)/gunicorn wsgi:app

account: .venv/.site $(PORTAL_DATA)/geheim $(PORTAL_DATA)/sleutel
	@$(MET_SLEUTELS) $(BIN)/flask --app wsgi medewerker toevoegen "$${NAAM:?zo: make account NAAM=\"Uw naam\"}" --beheerder

test: .venv/.tests chromium woordenboek
	@$(BIN)/python -m pytest -ra $(ARGS)

keuring: .venv/.tests chromium .venv/keuring/.klaar
	@$(BIN)/python -m pytest -ra -m keuring tests/browser tests/keuring $(ARGS)

storing: .venv/.tests strace faketime nginx
	@$(BIN)/python -m pytest -ra -m storing tests/storing $(ARGS)

beheer: .venv/.tests debootstrap
	@$(BIN)/python -m pytest -ra -n 0 -s -m storing tests/beheer $(ARGS)

aanval: .venv/.tests .venv/aanval/.klaar
	@$(BIN)/python -m tests.aanval

check: .venv/.tests
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports
	@$(BIN)/cog -I . --check docs/*.md

taal: .venv/.tests woordenboek
	@$(BIN)/python -m tests.taal

bench: .venv/.site wrk
	@$(BIN)/python -m bench.site $(ARGS)

bewijs: .venv/.tests
	@$(BIN)/python -m tests.terugbellen.nietskwijt $(ARGS)

kaart: .venv/.tests
	@$(BIN)/python -m portal.beeld.bouw $(ARGS)

mutanten: .venv/.tests
	@$(BIN)/python -m tests.rules.mutanten $(ARGS)

docs: .venv/.tests
	@$(BIN)/cog -I . -r docs/*.md
	@PYTHONPATH=. $(BIN)/pybabel --quiet extract -F translations/babel.cfg -k _l --no-location --omit-header --sort-output -o translations/portal.pot .
	@for taal in en gos; do $(BIN)/pybabel --quiet update --no-fuzzy-matching --ignore-obsolete --omit-header --no-wrap -l nl \
		-i translations/portal.pot -o translations/$$taal/LC_MESSAGES/portal.po; done  # -l nl: Babel knows no gos; there are no plurals

pins: .venv/.tests
	@for soort in requirements requirements-data requirements-dev tests/aanval/gereedschap docs/inrichting/litestream; do $(BIN)/pip-compile --quiet --upgrade --generate-hashes --allow-unsafe \
		--strip-extras --no-emit-index-url --no-emit-trusted-host --no-emit-find-links --no-header -o $$soort.txt $$soort.in; done

bij: pins
	@$(MAKE) check test
	@git --no-pager diff --stat -- 'requirements*.txt'

# Each stamp is newer than the requirements it was made from: a second run installs nothing.
.venv/.site: requirements.txt
	@echo "Eenmalig: de bibliotheken van de site installeren (ongeveer een halve minuut)."
	@test -n "$(PYTHON)" || { echo "Nodig: Python 3.11 of nieuwer. Op Debian: apt install python3 python3-venv"; exit 1; }
	@test -x $(BIN)/pip || $(PYTHON) -m venv --clear .venv >/dev/null 2>&1 || { \
		if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
			echo "Het Debian-pakket python3-venv ontbreekt; het wordt geinstalleerd."; \
			apt-get update -qq && apt-get install -y -qq python3-venv >/dev/null && $(PYTHON) -m venv --clear .venv; \
		else echo "Python kan geen omgeving maken. Op Debian: sudo apt install python3-venv"; exit 1; fi; }
	@$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements.txt
	@touch $@

.venv/.tests: .venv/.site requirements-dev.txt
	@echo "Eenmalig: wat de tests nodig hebben installeren."
	@$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.txt
	@touch $@

# Checkers that are no Python: each exactly the version that is named; they live in .venv and are no part of the site.
.venv/keuring/.klaar: tests/keuring/gereedschap.txt | .venv/.site
	@for naam in node npm java; do command -v $$naam >/dev/null 2>&1 || { \
		echo "Voor de keuring is $$naam nodig. Op Debian: sudo apt install nodejs npm default-jre-headless"; exit 1; }; done
	@echo "Eenmalig: de keurders installeren (ongeveer 230 MB)."
	@mkdir -p .venv/keuring
	@npm install --prefix .venv/keuring --silent --no-audit --no-fund --no-package-lock $$(grep -v '^#' $<)
	@touch $@

# Tools of attackers, with libraries of their own; they are no part of the site.
.venv/aanval/.klaar: tests/aanval/gereedschap.txt | .venv/.site
	@echo "Eenmalig: wapiti en sqlmap installeren."
	@$(PYTHON) -m venv --clear .venv/aanval
	@.venv/aanval/bin/pip install --quiet --disable-pip-version-check --require-hashes -r $<
	@touch $@

# Secrets of this machine's own, so that links keep working and requests stay readable after a restart.
$(PORTAL_DATA)/geheim $(PORTAL_DATA)/sleutel: | .venv/.site
	@mkdir -p '$(PORTAL_DATA)'
	@umask 077 && $(BIN)/python -c 'import secrets; print(secrets.token_urlsafe(32))' > '$@'

# The browser tests need Chromium. As root on Debian it is installed; elsewhere those tests say why they did not run.
chromium:
	@for naam in chromium chromium-browser google-chrome; do command -v $$naam >/dev/null 2>&1 && exit 0; done; \
	if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then \
		echo "Eenmalig: Chromium installeren."; apt-get update -qq && apt-get install -y -qq chromium >/dev/null; \
	else echo "Chromium ontbreekt: de browsertests worden overgeslagen. Op Debian: sudo apt install chromium"; fi

# The benchmark needs the load generator wrk. As root on Debian it is installed; elsewhere it says what it could not measure.
wrk:
	@command -v wrk >/dev/null 2>&1 && exit 0; \
	if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then \
		echo "Eenmalig: wrk installeren."; apt-get update -qq && apt-get install -y -qq wrk >/dev/null; \
	else echo "wrk ontbreekt: doorvoer en geheugen worden niet gemeten. Op Debian: sudo apt install wrk"; fi

# Typing errors are found with hunspell. As root on Debian it is installed; elsewhere those tests say why they did not run.
woordenboek:
	@if hunspell -D 2>&1 </dev/null | grep -q nl_NL && hunspell -D 2>&1 </dev/null | grep -q en_GB; then exit 0; fi; \
	if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then \
		echo "Eenmalig: het woordenboek installeren."; \
		apt-get update -qq && apt-get install -y -qq hunspell hunspell-nl hunspell-en-gb >/dev/null; \
	else echo "Het woordenboek ontbreekt: er is niet naar typfouten gezocht. Op Debian: sudo apt install hunspell hunspell-nl hunspell-en-gb"; fi

# The clock jumps with libfaketime. As root on Debian it is installed; elsewhere that test says why it did not run.
faketime:
	@command -v faketime >/dev/null 2>&1 && exit 0; \
	if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then \
		echo "Eenmalig: faketime installeren."; apt-get update -qq && apt-get install -y -qq faketime >/dev/null; \
	else echo "faketime ontbreekt: de klok verspringt niet. Op Debian: sudo apt install faketime"; fi

# The power cuts are made from what strace saw. As root on Debian it is installed; elsewhere that test says why it did not run.
strace:
	@command -v strace >/dev/null 2>&1 && exit 0; \
	if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then \
		echo "Eenmalig: strace installeren."; apt-get update -qq && apt-get install -y -qq strace >/dev/null; \
	else echo "strace ontbreekt: de stroomuitval wordt overgeslagen. Op Debian: sudo apt install strace"; fi

# Two instances stand behind the nginx of Debian. As root on Debian it is installed; elsewhere those tests say why they did not run.
nginx:
	@command -v nginx >/dev/null 2>&1 && test -e /usr/lib/nginx/modules/ngx_http_brotli_filter_module.so && exit 0; \
	if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then \
		echo "Eenmalig: nginx installeren."; apt-get update -qq && apt-get install -y -qq nginx libnginx-mod-http-brotli-filter >/dev/null; \
	else echo "nginx ontbreekt: twee exemplaren worden overgeslagen. Op Debian: sudo apt install nginx libnginx-mod-http-brotli-filter"; fi

# The bare Debian is made with debootstrap. As root on Debian it is installed; elsewhere those tests say why they did not run.
debootstrap:
	@command -v debootstrap >/dev/null 2>&1 && command -v ip >/dev/null 2>&1 && exit 0; \
	if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then \
		echo "Eenmalig: debootstrap installeren."; apt-get update -qq && apt-get install -y -qq debootstrap iproute2 >/dev/null; \
	else echo "debootstrap ontbreekt: de pagina wordt niet nagedaan. Op Debian: sudo apt install debootstrap iproute2"; fi
