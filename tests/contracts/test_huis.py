"""The law of the house: who imports whom, which view is open, what each file must match."""

import ast
import dataclasses
import re
import subprocess
import sys
from enum import StrEnum
from itertools import pairwise
from pathlib import Path

import brotli
import pytest
import tinycss2
from flask import Flask
from jinja2 import Environment, FileSystemLoader, nodes

from portal.beeld.vlak import Windstreek
from portal.cli import opslag
from portal.config.settings import Settings
from portal.config.table import SETTINGS
from portal.helpdesk import (
    accountpages,
    bordpages,
    cijferspages,
    logboekpages,
    meekijkpages,
    nieuwpages,
    openingstijdenpages,
    tekstenform,
    verzoekpages,
    wachtrijpages,
)
from portal.meekijken.vragen import BRONNEN_VAN, MoeilijkeVraag
from portal.post.brief import BriefPage
from portal.publiek import (
    gegevenspages,
    informatiepages,
    maatpages,
    mijngegevensform,
    pages,
    terugbelpages,
)
from portal.web import assets
from portal.web.access import BEHEERDER, access
from portal.web.errors import ErrorPage
from portal.zelfcheck import bevingenpage, keuzepage, uitkomstpage
from portal.zelfcheck.versies import Onderdeel
from rules import AANNAMES, REGELVERSIES
from rules.bronnen import BRONNEN
from rules.model import Bron, Grond, Merk, Reden, StapCode, Uitkomst
from rules.stappen import STAPPEN, UITWEGEN
from tests.conftest import SLEUTEL, maak_app
from tests.pagina import Inspecteur, inspecteer_een_keer, inspecteer_headers
from tests.toegang import toegang

WORTEL = Path(__file__).parents[2]
RULES = sorted((WORTEL / "rules").glob("*.py"))
TEMPLATES = WORTEL / "templates"

# What the rules may import: they work anywhere Python does.
TOEGESTAAN_IN_RULES = {
    "argparse", "collections", "contextlib", "csv", "dataclasses", "datetime", "enum",
    "functools", "hashlib", "io", "itertools", "json", "math", "os", "pathlib", "rules",
    "statistics", "sys", "typing", "zoneinfo",
}  # fmt: skip
KLOK = {"now", "today", "utcnow", "monotonic", "perf_counter"}


def vraagt_de_klok(knoop: ast.AST) -> bool:
    """`x.now` of anything but our clock; `time` only of the module: a moment has a `.time()`."""
    if not isinstance(knoop, ast.Attribute) or getattr(knoop.value, "id", "") == "clock":
        return False
    return knoop.attr in KLOK or (
        knoop.attr in ("time", "time_ns") and getattr(knoop.value, "id", "") == "time"
    )


def importen(pad: Path) -> set[str]:
    gevonden = set()
    for knoop in ast.walk(ast.parse(pad.read_text(encoding="utf-8"))):
        if isinstance(knoop, ast.Import):
            gevonden |= {naam.name.split(".")[0] for naam in knoop.names}
        elif isinstance(knoop, ast.ImportFrom):
            gevonden.add((knoop.module or "").split(".")[0])
    return gevonden


# Structure ---------------------------------------------------------------------------------


def test_niemand_importeert_wat_hij_niet_mag() -> None:
    uit = subprocess.run(
        [Path(sys.executable).parent / "lint-imports"], cwd=WORTEL, capture_output=True, text=True
    )
    assert uit.returncode == 0, uit.stdout
    assert ", 0 broken" in uit.stdout


@pytest.mark.parametrize("pad", RULES, ids=[p.name for p in RULES])
def test_rules_importeert_alleen_wat_overal_is(pad: Path) -> None:
    assert importen(pad) <= TOEGESTAAN_IN_RULES


@pytest.mark.parametrize("pad", RULES, ids=[p.name for p in RULES])
def test_rules_vraagt_niet_hoe_laat_het_is(pad: Path) -> None:
    boom = ast.parse(pad.read_text(encoding="utf-8"))
    assert not [k for k in ast.walk(boom) if vraagt_de_klok(k)]


@pytest.mark.parametrize(
    "pad", sorted(WORTEL.glob("portal/**/*.py")), ids=lambda p: str(p.relative_to(WORTEL))
)
def test_elk_bestand_zegt_waar_het_voor_is_en_blijft_klein(pad: Path) -> None:
    tekst = pad.read_text(encoding="utf-8")
    assert ast.get_docstring(ast.parse(tekst)), "no docstring"
    assert tekst.count("\n") <= 250, "outgrown its room"


def test_alleen_de_klok_vraagt_in_de_site_hoe_laat_het_is() -> None:
    vragers = {
        str(pad.relative_to(WORTEL))
        for pad in WORTEL.glob("portal/**/*.py")
        for knoop in ast.walk(ast.parse(pad.read_text(encoding="utf-8")))
        if vraagt_de_klok(knoop)
    }
    assert vragers == {"portal/clock.py"}


def test_alleen_de_ingang_leest_de_omgeving() -> None:
    """gunicorn.conf.py reads PORT for itself; the settings come from wsgi.py."""
    lezers = {
        str(pad.relative_to(WORTEL))
        for pad in [*WORTEL.glob("*.py"), *WORTEL.glob("portal/**/*.py"), *RULES]
        if re.search(
            r"environ|getenv", pad.read_text(encoding="utf-8").replace("os.environ.", "environ.")
        )
        and "os" in importen(pad)
    }
    assert lezers == {"wsgi.py", "gunicorn.conf.py"}


# Routes ------------------------------------------------------------------------------------


def test_elke_route_zegt_wie_erbij_mag_zoals_het_in_de_tabel_staat(tmp_path: Path) -> None:
    """toegang.txt is the inventory: a view that opens to somebody else changes a line there."""
    app = maak_app(tmp_path, sleutel=(SLEUTEL,), oidc="https://inloggen.example")
    tabel = (Path(__file__).parent / "toegang.txt").read_text(encoding="utf-8").splitlines()
    assert [
        f"{endpoint} {mag.value if mag else None}" for endpoint, mag in sorted(toegang(app).items())
    ] == tabel


def test_een_route_die_niet_zegt_wie_erbij_mag_is_dicht(tmp_path: Path) -> None:
    app = maak_app(tmp_path)
    app.add_url_rule("/vergeten", "vergeten", lambda: "geheim")
    antwoord = app.test_client().get("/vergeten")
    assert antwoord.status_code == 404
    assert "geheim" not in antwoord.text


def test_een_pagina_voor_collegas_is_dicht_op_een_site_zonder_helpdesk(tmp_path: Path) -> None:
    app = maak_app(tmp_path)
    app.add_url_rule("/vergeten", "vergeten", access(BEHEERDER)(lambda: "geheim"))
    antwoord = app.test_client().get("/vergeten")
    assert antwoord.status_code == 404
    assert "geheim" not in antwoord.text


def test_een_view_toont_of_schrijft_en_doet_nooit_beide(app: Flask) -> None:
    """That no GET writes: test_geen_enkele_pagina_verandert_iets_op_schijf, test_geen_get_schrijft.

    But for one: that a colleague looked at a request is logged.
    """
    for regel in app.url_map.iter_rules():
        assert (regel.methods or set()) - {"HEAD", "OPTIONS"} in ({"GET"}, {"POST"}), regel.endpoint


# Texts and files ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("map_", "waarden"),
    [
        ("titels", Uitkomst),
        ("uitkomsten", Uitkomst),
        ("vandaag", Uitkomst),
        ("gronden", Grond),
        ("redenen", Reden),
        ("stappen", StapCode),
        ("verder", Uitkomst),
        ("windstreken", Windstreek),
        ("merken", Merk),
        ("gesprek/scripts", Uitkomst),
        ("helpdesk/vragen", MoeilijkeVraag),
        ("helpdesk/veranderd", Onderdeel),
    ],
)
def test_elke_waarde_heeft_precies_een_tekst(map_: str, waarden: type[StrEnum]) -> None:
    assert {pad.stem for pad in (TEMPLATES / map_).iterdir()} == {
        waarde.value for waarde in waarden
    }
    teksten = [pad.read_text(encoding="utf-8").strip() for pad in (TEMPLATES / map_).iterdir()]
    assert teksten
    assert all(teksten)


def test_elke_uitkomst_heeft_stappen_of_uitwegen() -> None:
    """That each StapCode is used somewhere: tests/rules/test_antwoorden.py."""
    assert set(STAPPEN) == set(Uitkomst)
    assert all(stappen or UITWEGEN for stappen in STAPPEN.values())


PAGINAS = {
    "publiek/start.html": pages.StartPage,
    "publiek/kies.html": keuzepage.KeuzePage,
    "publiek/uitkomst.html": uitkomstpage.UitkomstPage,
    "publiek/bevingen_hier.html": bevingenpage.BevingenPage,
    "publiek/stappen.html": maatpages.StappenPage,
    "publiek/eerder.html": maatpages.EerderPage,
    "publiek/mijn_stappen.html": maatpages.MijnStappenPage,
    "publiek/voorbeelden.html": pages.VoorbeeldenPage,
    "publiek/over.html": informatiepages.OverPage,
    "publiek/zo_gaat_het.html": informatiepages.ZoGaatHetPage,
    "publiek/wat_is_er_veranderd.html": informatiepages.VeranderdPage,
    "publiek/vragen.html": informatiepages.VragenPage,
    "publiek/begrippen.html": informatiepages.TekstPage,
    "publiek/berekening.html": informatiepages.BerekeningPage,
    "publiek/trillingstool.html": informatiepages.TrillingstoolPage,
    "publiek/bronnen.html": informatiepages.BronnenPage,
    "publiek/toegankelijkheid.html": informatiepages.TekstPage,
    "publiek/api.html": informatiepages.ApiPage,
    "publiek/klopt_dit_niet.html": informatiepages.KloptNietPage,
    "publiek/gegevens.html": gegevenspages.GegevensPage,
    "publiek/insluiten.html": gegevenspages.InsluitenPage,
    "publiek/privacy.html": pages.PrivacyPage,
    "publiek/fout.html": ErrorPage,
    "publiek/meekijkcode.html": pages.MeekijkcodePage,
    "publiek/bedankt.html": pages.BedanktPage,
    "mail/basis.html": BriefPage,
    "mail/basis.txt": BriefPage,
    "publiek/terugbellen.html": terugbelpages.TerugbelPage,
    "publiek/terugbellen_nakijken.html": terugbelpages.NakijkenPage,
    "publiek/terugbellen_klaar.html": terugbelpages.KlaarPage,
    "publiek/mijn_verzoek_zoek.html": terugbelpages.ZoekVerzoekPage,
    "publiek/mijn_verzoek.html": terugbelpages.MijnVerzoekPage,
    "publiek/mijn_gegevens.html": mijngegevensform.MijnGegevensPage,
    "publiek/mijn_verzoek_verwijderen.html": terugbelpages.MijnVerwijderPage,
    "publiek/mijn_verzoek_weg.html": terugbelpages.WegPage,
    "helpdesk/wachtrij.html": wachtrijpages.WerkPage,
    "helpdesk/werk.html": wachtrijpages.WerkdeelPage,
    "helpdesk/lijst.html": wachtrijpages.LijstPage,
    "helpdesk/agenda.html": wachtrijpages.AgendaPage,
    "helpdesk/gevonden.html": wachtrijpages.GevondenPage,
    "helpdesk/verzoek.html": verzoekpages.VerzoekPage,
    "helpdesk/stand.html": verzoekpages.StandPage,
    "helpdesk/verwijderen.html": verzoekpages.VerwijderPage,
    "helpdesk/nieuw.html": nieuwpages.NieuwPage,
    "helpdesk/verbeteren.html": nieuwpages.VerbeterPage,
    "helpdesk/nieuw_klaar.html": nieuwpages.NieuwKlaarPage,
    "helpdesk/fout.html": ErrorPage,
    "helpdesk/inloggen.html": accountpages.InlogPage,
    "helpdesk/bevestigen.html": accountpages.BevestigPage,
    "helpdesk/uitgifte.html": accountpages.UitgiftePage,
    "helpdesk/uitnodiging.html": accountpages.UitnodigingPage,
    "helpdesk/mijn_account.html": accountpages.MijnAccountPage,
    "helpdesk/accounts.html": accountpages.AccountsPage,
    "helpdesk/account.html": accountpages.AccountPage,
    "helpdesk/logboek.html": logboekpages.LogboekPage,
    "helpdesk/openingstijden.html": openingstijdenpages.OpeningstijdenPage,
    "helpdesk/openingstijdenvoorbeeld.html": openingstijdenpages.VoorbeeldPage,
    "helpdesk/teksten.html": tekstenform.TekstenPage,
    "helpdesk/bord.html": bordpages.BordPage,
    "helpdesk/cijfers.html": cijferspages.CijfersPage,
    "helpdesk/meekijken.html": meekijkpages.MeekijkenPage,
    "helpdesk/meekijken_keuze.html": keuzepage.KeuzePage,
    "helpdesk/meekijken_uitkomst.html": meekijkpages.MeekijkPage,
}


def gebruikte_velden(naam: str, gezien: set[str]) -> set[str]:
    """Every `page.x` in a template and in what it includes, extends or imports."""
    if naam in gezien:
        return set()
    gezien.add(naam)
    boom = Environment(
        loader=FileSystemLoader(TEMPLATES), extensions=["jinja2.ext.i18n"], autoescape=True
    ).parse((TEMPLATES / naam).read_text(encoding="utf-8"))
    velden = {
        k.attr
        for k in boom.find_all(nodes.Getattr)
        if isinstance(k.node, nodes.Name) and k.node.name == "page"
    }
    for oproep in boom.find_all(
        nodes.Call
    ):  # a template rendered in another language, with the same page
        if (
            isinstance(oproep.node, nodes.Name)
            and oproep.node.name == "in_taal"
            and isinstance(oproep.args[2], nodes.Name)  # not a page of its own
        ):
            velden |= gebruikte_velden(oproep.args[1].as_const(), gezien)
    for verwijzing in boom.find_all((nodes.Include, nodes.Extends, nodes.Import, nodes.FromImport)):
        doel: nodes.Node = verwijzing.template  # type: ignore[attr-defined]
        if isinstance(doel, nodes.Const):
            velden |= gebruikte_velden(doel.value, gezien)
        else:  # "uitkomsten/" ~ page.uitkomst ~ ".html": every file of that folder
            map_ = next(c.value for c in doel.find_all(nodes.Const) if str(c.value).endswith("/"))
            for pad in (TEMPLATES / map_).iterdir():
                velden |= gebruikte_velden(f"{map_}{pad.name}", gezien)
    return velden


@pytest.mark.parametrize("naam", PAGINAS)
def test_pagina_en_template_spreken_hetzelfde_af(naam: str) -> None:
    beloofd = {veld.name for veld in dataclasses.fields(PAGINAS[naam])}
    assert gebruikte_velden(naam, set()) == beloofd


def test_elke_moeilijke_vraag_heeft_een_bron() -> None:
    assert set(BRONNEN_VAN) == set(MoeilijkeVraag)
    assert all(BRONNEN_VAN.values())


def test_elke_bron_is_volledig_en_wordt_gebruikt() -> None:
    assert len({bron.code for bron in BRONNEN}) == len(BRONNEN)
    for bron in BRONNEN:
        assert bron.naam
        assert not bron.adres or re.fullmatch(r"https://[a-z0-9./_-]+", bron.adres, re.IGNORECASE)
    for versie in REGELVERSIES:
        for waarde in filter(None, (versie.gebied, versie.schade, versie.maximum, versie.lopend)):
            assert waarde.bron in BRONNEN
            assert waarde.gecontroleerd == versie.gecontroleerd
    in_code = {
        knoop.id
        for pad in [*WORTEL.glob("portal/**/*.py"), *RULES]
        if pad.name != "bronnen.py"
        for knoop in ast.walk(ast.parse(pad.read_text(encoding="utf-8")))
        if isinstance(knoop, ast.Name)
    }
    from rules import bronnen

    ongebruikt = [n for n, w in vars(bronnen).items() if isinstance(w, Bron) and n not in in_code]
    assert ongebruikt == [], "a source that nothing leans on"


def test_perioden_van_de_regels_sluiten_aan() -> None:
    for eerder, later in pairwise(REGELVERSIES):
        assert eerder.tot == later.vanaf
    assert REGELVERSIES[-1].tot is None


def test_de_te_vertalen_teksten_zijn_bijgewerkt(tmp_path: Path) -> None:
    """translations/portal.pot holds every text that residents read: `make docs` renews it."""
    maken = next(
        regel
        for regel in (WORTEL / "Makefile")
        .read_text(encoding="utf-8")
        .replace("\\\n", "")
        .splitlines()
        if "pybabel --quiet extract" in regel
    )
    opdracht = maken.split("$(BIN)/pybabel", 1)[1].replace(
        "translations/portal.pot", str(tmp_path / "nu.pot")
    )
    pybabel = Path(sys.executable).parent / "pybabel"
    subprocess.run(
        [pybabel, *opdracht.split()], cwd=WORTEL, check=True, env={"PYTHONPATH": str(WORTEL)}
    )
    nu = (tmp_path / "nu.pot").read_text(encoding="utf-8")
    assert nu == (WORTEL / "translations/portal.pot").read_text(encoding="utf-8")
    assert nu.count("msgid") > 300


# Documents ---------------------------------------------------------------------------------


def test_gegenereerde_documenten_zijn_bijgewerkt() -> None:
    uit = subprocess.run(
        [
            Path(sys.executable).parent / "cog",
            "-I",
            ".",
            "--check",
            *sorted((WORTEL / "docs").glob("*.md")),
        ],
        cwd=WORTEL,
        capture_output=True,
        text=True,
    )
    assert uit.returncode == 0, uit.stdout + uit.stderr


def test_elke_instelling_en_elke_opdracht_staat_in_de_documenten(app: Flask) -> None:
    instellingen = (WORTEL / "docs/instellingen.md").read_text(encoding="utf-8")
    for instelling in SETTINGS:
        assert f"`{instelling.name}`" in instellingen
        assert instelling.explanation in instellingen
    assert {i.name.removeprefix("PORTAL_").lower() for i in SETTINGS} == {
        veld.name for veld in dataclasses.fields(Settings)
    }
    documenten = "".join(pad.read_text(encoding="utf-8") for pad in (WORTEL / "docs").glob("*.md"))
    opdrachten = {**app.cli.commands, "opslag": opslag.groep({})}  # wsgi.py adds that one
    groepen = {n: c for n, c in opdrachten.items() if hasattr(c, "commands")}
    assert set(groepen) == {
        "adressen",
        "api",
        "backup",
        "bevingen",
        "doorgeven",
        "gebied",
        "mail",
        "medewerker",
        "opslag",
        "sleutel",
    }
    for groep, opdracht in groepen.items():
        for naam in opdracht.commands:
            assert f"flask --app wsgi {groep} {naam}" in documenten
    for los in set(opdrachten) - set(groepen):
        assert f"flask --app wsgi {los}" in documenten


@pytest.mark.parametrize("pad", sorted(WORTEL.glob("requirements*.txt")), ids=lambda p: p.name)
def test_de_vastgezette_bibliotheken_noemen_geen_plek_van_wie_ze_vastzette(pad: Path) -> None:
    regels = pad.read_text(encoding="utf-8").splitlines()
    assert any("==" in regel for regel in regels)
    for regel in regels:
        assert (
            not regel
            or regel.startswith((" ", "#"))
            or re.match(r"[a-z0-9._-]+==[^ ]+( ; .+)? \\$", regel)
        ), regel


WOORDEN = """
adres postcode huisnummer huisletter toevoeging punt beving trilling trillingssnelheid
overschrijdingskans kerngebied venster regelversie bron aanname peildatum vanaf/tot criterium
bevinding antwoord uitkomst oordeel reden grond stap bewijs kenmerk register drempel bereik
aantal merk telling zoekvraag uitweg afspraakcode beheerder bewaartermijn loket medewerker
meekijkcode notitie plaatsen poging rooster sluitdag terugbelverzoek tijdvak wachtrij beeld buur
grensstrook windstreek
"""


def test_elk_woord_van_de_regeling_staat_in_de_begrippenlijst() -> None:
    """The glossary holds the fields that cross the border of `rules`, and those of the register."""
    begrippen = (WORTEL / "docs/begrippen.md").read_text(encoding="utf-8")
    woorden = {
        regel.split("|")[1].strip().strip("*` ")
        for regel in begrippen.splitlines()
        if regel.startswith("| **")
    }
    for woord in WOORDEN.split():
        assert woord in woorden, f"{woord} is not explained"
    paden = re.findall(r"`((?:portal|rules)/[^`]+)` \|$", begrippen, re.MULTILINE)
    assert paden
    for pad in paden:
        assert (WORTEL / pad).exists(), f"{pad} is not there"


def test_elke_aanname_staat_in_de_regels_voor_beleidsmensen() -> None:
    regels = (WORTEL / "docs/regels.md").read_text(encoding="utf-8")
    assert all(aanname.naam in regels and aanname.waarom in regels for aanname in AANNAMES)


def test_links_tussen_documenten_wijzen_ergens_naar() -> None:
    links = [
        (pad, doel)
        for pad in [*WORTEL.glob("*.md"), *WORTEL.glob("docs/**/*.md")]
        for doel in re.findall(r"\]\(([^)#{]+)\)", pad.read_text(encoding="utf-8"))
        if "://" not in doel and not doel.startswith("mailto:")
    ]
    assert links
    assert [f"{pad.name}: {doel}" for pad, doel in links if not (pad.parent / doel).exists()] == []


def test_de_tekening_van_het_huis_noemt_wat_er_is() -> None:
    tekening = (WORTEL / "docs" / "architectuur.svg").read_text(encoding="utf-8")
    delen = re.findall(
        r'class="(?:machine )?deel".*?/>\n<text class="naam"[^>]*>([^<]+)<', tekening
    )
    namen = [naam for deel in delen for naam in deel.split(", ")]
    assert len(namen) > 10
    assert [
        n
        for n in namen
        if not any((WORTEL / "portal").glob(p) for p in (f"{n}.py", f"{n}/__init__.py"))
    ] == []


def test_de_versie_is_overal_dezelfde() -> None:
    """Of the site; the rules have one of their own (rules/versie.py)."""
    publiek = (WORTEL / "publiccode.yml").read_text(encoding="utf-8")
    (versie,) = re.findall(r"^softwareVersion: (\S+)$", publiek, re.MULTILINE)
    assert f"## {versie}" in (WORTEL / "CHANGELOG.md").read_text(encoding="utf-8")
    beheer = (WORTEL / "docs/beheer.md").read_text(encoding="utf-8")
    geinstalleerd, nieuwer, terug = re.findall(r"^versie=(\S+)", beheer, re.MULTILINE)
    assert geinstalleerd == terug == f"v{versie}", "an operator installs what this is"
    assert nieuwer > geinstalleerd


# Look --------------------------------------------------------------------------------------


def test_stylesheets_zijn_geldig_en_halen_elke_waarde_uit_de_tokens() -> None:
    namen = ("tokens.css", "site.css", "helpdesk.css")
    tokens, *site_en_helpdesk = (
        (WORTEL / "static/css" / naam).read_text(encoding="utf-8") for naam in namen
    )
    site = "".join(site_en_helpdesk)
    for css in (tokens, site):
        regels = tinycss2.parse_stylesheet(css, skip_comments=True, skip_whitespace=True)
        assert not [r for r in regels if r.type == "error"]
    gemaakt = set(re.findall(r"(--[a-z0-9-]+):", tokens))
    gebruikt = set(re.findall(r"var\((--[a-z0-9-]+)\)", site))
    assert all(naam.startswith("--basis-") for naam in gemaakt)
    assert gebruikt == gemaakt
    buiten_tokens = [
        r for r in re.findall(r"#[0-9a-f]{3,8}\b", site) if r != "#000"
    ]  # black ink on paper
    assert buiten_tokens == []


def test_het_stylesheet_van_bewoners_blijft_klein() -> None:
    """The look apart from its values: those are the operator's, and as many in any theme.

    What a whole page weighs: tests/portal/test_gewicht.py.
    """
    kaal = assets.COMMENT.sub(
        "", (WORTEL / "static/css/site.css").read_text(encoding="utf-8")
    ).encode()
    assert len(brotli.compress(kaal)) < 3_300
    assert len((WORTEL / "static/js/extra.js").read_bytes()) < 4_000


def test_elke_klasse_in_een_template_bestaat_in_het_stylesheet() -> None:
    css = "".join(pad.read_text(encoding="utf-8") for pad in (WORTEL / "static/css").glob("*.css"))
    bekend = set(re.findall(r"\.([a-z][a-z0-9_-]*)", css))
    gebruikt = set()
    for pad in TEMPLATES.rglob("*.html"):
        for attribuut in re.findall(r'class="([^"]*)"', pad.read_text(encoding="utf-8")):
            kaal = re.sub(r"\{[{%].*?[%}]\}", lambda m: " " if m[0][1] == "%" else "", attribuut)
            gebruikt |= {(pad.name, klasse) for klasse in kaal.split()}
    assert gebruikt
    # Of a name that ends in "--" the rest is a value.
    assert [
        naam for naam in sorted(gebruikt) if naam[1] not in bekend and not naam[1].endswith("--")
    ] == []


# The inspecting client fails on a bad page -------------------------------------------------

GOEDE_PAGINA = (
    '<!doctype html><html lang="nl"><head><title>t</title></head><body><main><h1>k</h1>'
    '<label for="a">A</label><input id="a"></main></body></html>'
)
SLECHT = {
    "geen taal": ('lang="nl"', ""),
    "andere taal": ('lang="nl"', 'lang="en"'),
    "lege titel": ("<title>t</title>", "<title></title>"),
    "twee h1": ("<h1>k</h1>", "<h1>k</h1><h1>k</h1>"),
    "geen h1": ("<h1>k</h1>", ""),
    "koppen slaan over": ("<h1>k</h1>", "<h1>k</h1><h3>x</h3>"),
    "geen label": ('<label for="a">A</label>', ""),
    "dubbel id": ("<h1>", '<h1 id="a">'),
    "kapotte html": ("</main>", "</div></main>"),
    "niet gesloten": ("</label>", ""),
    "script": ("</main>", "<script></script></main>"),
    "stijl in de pagina": ("<h1>", '<h1 style="color:red">'),
    "een formulier naar elders": ("</main>", '<form action="//elders.example"></form></main>'),
    "van elders": ("</main>", '<img alt="" src="https://elders.example/x.png"></main>'),
    "lege link": ("</main>", '<a href="/"></a></main>'),
    "dode verwijzing": ("</main>", '<a href="#nergens">x</a></main>'),
    "beschreven door niets": ('<input id="a">', '<input id="a" aria-describedby="b">'),
}


@pytest.mark.parametrize("wat", SLECHT)
def test_de_keurder_keurt_een_slechte_pagina_af(wat: str) -> None:
    goed, slecht = SLECHT[wat]
    assert goed in GOEDE_PAGINA
    inspecteer_een_keer(GOEDE_PAGINA, "nl")
    with pytest.raises(Exception):  # noqa: B017 - an AssertionError or the parser's own error
        inspecteer_een_keer(GOEDE_PAGINA.replace(goed, slecht), "nl")


def test_de_keurder_keurt_ontbrekende_headers_en_cookies_af(client: Inspecteur) -> None:
    antwoord = client.get("/")
    for naam in ("Content-Security-Policy", "Cache-Control", "Referrer-Policy"):
        waarde = antwoord.headers.pop(naam)
        with pytest.raises(AssertionError):
            inspecteer_headers(antwoord)
        antwoord.headers[naam] = waarde
    inspecteer_headers(antwoord)
    antwoord.headers["Set-Cookie"] = "a=b"
    with pytest.raises(AssertionError, match="cookie"):
        inspecteer_headers(antwoord)


def test_statische_bestanden_hebben_dezelfde_headers_en_mogen_lang_bewaard_worden(
    client: Inspecteur,
) -> None:
    links = re.findall(r'(?:href|src)="(/static/[^"]+)"', client.get("/").text)
    assert {Path(link.partition("?")[0]).suffix for link in links} >= {".css", ".js"}, links
    for link in links:
        antwoord = client.get(link)
        assert antwoord.status_code == 200
        assert "immutable" in antwoord.headers["Cache-Control"]
        antwoord.close()
