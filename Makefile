# A target with a sentence after ## is for people: `make` prints it. What people read is Dutch.

PORT ?= 8000
PORTAL_DATA ?= data
OPSLAG ?= sqlite
export PORT PORTAL_DATA OPSLAG
# Compiling each test anew would cost every run ten seconds.
unexport PYTHONDONTWRITEBYTECODE

# The first Python that is new enough.
NIEUW_GENOEG := -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1
PYTHON ?= $(firstword $(foreach p,python3 python3.14 python3.13 python3.12 python3.11,\
	$(shell $(p) $(NIEUW_GENOEG) && echo $(p))))
BIN := .venv/bin
PIP := pip install --quiet --disable-pip-version-check --require-hashes
SLEUTELS := $(PORTAL_DATA)/geheim $(PORTAL_DATA)/sleutel
# What the environment lacks comes from the folder. PORTAL_SLEUTEL may be empty: no helpdesk. The
# sender is an example, and says so: without one nobody is phoned back.
MET_SLEUTELS := PORTAL_GEHEIM="$${PORTAL_GEHEIM:-$$(cat '$(PORTAL_DATA)/geheim')}" \
	PORTAL_SLEUTEL="$${PORTAL_SLEUTEL-$$(cat '$(PORTAL_DATA)/sleutel')}" \
	PORTAL_AFZENDER="$${PORTAL_AFZENDER-Steunpunt Voorbeeld (proef)}"

.PHONY: help run account test check taal docs bij keuring storing beheer aanval bench mutanten \
	kaart chromium woordenboek postgres wrk faketime strace nginx debootstrap

help:
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "make %-9s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

run: .venv/.site $(SLEUTELS) ## de site op http://127.0.0.1:8000
	@echo "De site staat op http://127.0.0.1:$(PORT) . Stoppen: Ctrl-C."
	@if $(MET_SLEUTELS) $(BIN)/flask --app wsgi medewerker lijst 2>&1 | grep -q 'nog geen accounts'; \
	then echo 'De helpdesk (/helpdesk) heeft nog geen account. Maak de eerste beheerder in een ander' \
		'venster: make account PORTAL_DATA=$(PORTAL_DATA) NAAM="Uw naam"'; fi
	@$(MET_SLEUTELS) exec $(BIN)/gunicorn wsgi:app

account: .venv/.site $(SLEUTELS) ## het eerste account van de helpdesk: make account NAAM="Uw naam"
	@$(MET_SLEUTELS) $(BIN)/flask --app wsgi medewerker toevoegen \
		"$${NAAM:?zo: make account NAAM=\"Uw naam\"}" --beheerder

test: .venv/.tests chromium woordenboek postgres ## elke test; ARGS="-k naam" voor een deel
	@$(BIN)/python -m pytest -ra $(ARGS)

check: .venv/.tests ## stijl, typen, wie wat mag importeren, gemaakte documenten
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports
	@$(BIN)/cog -I . --check docs/*.md

taal: .venv/.tests woordenboek ## hoe eenvoudig elke pagina en elke tekst is
	@$(BIN)/python -m tests.taal

docs: .venv/.tests ## wat in docs/ gemaakt wordt, en de teksten om te vertalen
	@$(BIN)/cog -I . -r docs/*.md
	@PYTHONPATH=. $(BIN)/pybabel --quiet extract -F translations/babel.cfg -k _l --no-location \
		--omit-header --sort-output -o translations/portal.pot .
	@for taal in en gos; do $(BIN)/pybabel --quiet update --no-fuzzy-matching --ignore-obsolete \
		--omit-header --no-wrap -l nl -i translations/portal.pot \
		-o translations/$$taal/LC_MESSAGES/portal.po; done  # -l nl: Babel knows no gos; no plurals

bij: .venv/.tests ## nieuwere bibliotheken, dan alle controles en tests: elke maand
	@for soort in requirements requirements-data requirements-dev tests/aanval/gereedschap \
		docs/inrichting/litestream; do $(BIN)/pip-compile --quiet --upgrade --generate-hashes \
		--allow-unsafe --strip-extras --no-emit-index-url --no-emit-trusted-host \
		--no-emit-find-links --no-header -o $$soort.txt $$soort.in || exit 1; done
	@$(MAKE) check test
	@git --no-pager diff --stat -- '*.txt'

keuring: postgres
keuring: .venv/.tests chromium .venv/keuring/.klaar ## elke pagina, taal en breedte (node, java)
	@$(BIN)/python -m pytest -ra -n 2 -m keuring tests/browser tests/keuring $(ARGS)

storing: .venv/.tests strace faketime nginx ## de site gedood, vol, stuk, voorgelogen
	@$(BIN)/python -m pytest -ra -n 2 -m storing tests/storing $(ARGS)

beheer: .venv/.tests debootstrap ## docs/beheer.md van begin tot eind op een kale Debian
	@$(BIN)/python -m pytest -ra -n 0 -s -m storing tests/beheer $(ARGS)

aanval: .venv/.tests .venv/aanval/.klaar ## wapiti en sqlmap op elke pagina en elk formulier
	@$(BIN)/python -m tests.aanval

bench: .venv/.site wrk postgres ## wat een pagina kost, naast een kale pagina van Flask
	@$(BIN)/python -m bench $(ARGS)

mutanten: .venv/.tests ## de regels een voor een veranderd: ziet een test het?
	@$(BIN)/python -m tests.rules.mutanten $(ARGS)

kaart: .venv/.tests ## kaart en open gegevens, uit de regels (en ARGS="bag_2026-06.csv.gz")
	@$(BIN)/python -m portal.beeld.bouw $(ARGS)
	@$(BIN)/python -m portal.gegevens.bouw $(ARGS)

# Each stamp is newer than the requirements it was made from: a second run installs nothing.
.venv/.site: requirements.txt
	@echo "Eenmalig: de bibliotheken van de site installeren (ongeveer een halve minuut)."
	@test -n "$(PYTHON)" || { \
		echo "Nodig: Python 3.11 of nieuwer. Op Debian: apt install python3 python3-venv"; exit 1; }
	@test -x $(BIN)/pip || $(PYTHON) -m venv --clear .venv >/dev/null 2>&1 || { \
		if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
			echo "Het Debian-pakket python3-venv ontbreekt; het wordt geinstalleerd."; \
			apt-get update -qq && apt-get install -y -qq python3-venv >/dev/null && \
				$(PYTHON) -m venv --clear .venv; \
		else echo "Python kan geen omgeving maken. Op Debian: sudo apt install python3-venv"; \
			exit 1; fi; }
	@$(BIN)/$(PIP) -r $<
	@touch $@

.venv/.tests: requirements-dev.txt .venv/.site
	@echo "Eenmalig: wat de tests nodig hebben installeren."
	@$(BIN)/$(PIP) -r $<
	@touch $@

# Checkers that are not Python, each in exactly the version that is named. Not part of the site.
.venv/keuring/.klaar: tests/keuring/gereedschap.txt | .venv/.site
	@for naam in node npm java; do command -v $$naam >/dev/null 2>&1 || { \
		echo "Voor de keuring is $$naam nodig." \
			"Op Debian: sudo apt install nodejs npm default-jre-headless"; exit 1; }; done
	@echo "Eenmalig: de keurders installeren (ongeveer 230 MB)."
	@mkdir -p .venv/keuring
	@npm install --prefix .venv/keuring --silent --no-audit --no-fund --no-package-lock \
		$$(grep -v '^#' $<)
	@touch $@

# Tools of attackers, with libraries of their own. Not part of the site.
.venv/aanval/.klaar: tests/aanval/gereedschap.txt | .venv/.site
	@echo "Eenmalig: wapiti en sqlmap installeren."
	@$(PYTHON) -m venv --clear .venv/aanval
	@.venv/aanval/bin/$(PIP) -r $<
	@touch $@

# This machine's own secrets: links keep working and requests stay readable after a restart.
$(SLEUTELS): | .venv/.site
	@mkdir -p '$(PORTAL_DATA)'
	@umask 077 && $(BIN)/python -c 'import secrets; print(secrets.token_urlsafe(32))' > '$@'

# What Debian has: $(call debian,test,packages,what is left out without them).
# Root on Debian gets them; elsewhere a sentence says what is left out.
define debian
	@{ $(1); } </dev/null >/dev/null 2>&1 && exit 0; \
	if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then \
		echo "Eenmalig installeren: $(strip $(2))."; \
		apt-get update -qq && apt-get install -y -qq $(2) >/dev/null && exit 0; \
	fi; \
	echo "$(3). Nodig, op Debian: sudo apt install $(strip $(2))"
endef

chromium:
	$(call debian,command -v chromium-headless-shell,chromium-headless-shell,\
	Een hele browser kost de tests drie keer zoveel tijd; zonder browser vallen er tests uit)
woordenboek:
	$(call debian,hunspell -D 2>&1 | grep nl_NL && hunspell -D 2>&1 | grep en_GB,\
	hunspell hunspell-nl hunspell-en-gb,Er wordt niet naar typfouten gezocht)
postgres:
	$(call debian,ls /usr/lib/postgresql/*/bin/initdb || command -v initdb,postgresql,\
	Op PostgreSQL wordt niets getest of gemeten)
wrk:
	$(call debian,command -v wrk,wrk,Doorvoer en geheugen worden niet gemeten)
faketime:
	$(call debian,command -v faketime,faketime,De klok verspringt niet)
strace:
	$(call debian,command -v strace,strace,De stroomuitval wordt overgeslagen)
nginx:
	$(call debian,command -v nginx && ls /usr/lib/nginx/modules/ngx_http_brotli_filter_module.so,\
	nginx libnginx-mod-http-brotli-filter,Twee exemplaren naast elkaar worden overgeslagen)
debootstrap:
	$(call debian,command -v debootstrap && command -v ip && command -v nft && command -v podman,\
	debootstrap iproute2 nftables podman,De pagina van de beheerder wordt niet nagedaan)
