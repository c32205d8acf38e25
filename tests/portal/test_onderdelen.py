"""The machinery: settings, kenmerk, SQLite's version."""

import re
from ipaddress import ip_network
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from jinja2 import Environment, nodes

from portal import create_app
from portal.config.settings import Settings, SettingsError
from portal.config.values import Bronkeuze
from portal.crypto.kenmerk import Kenmerken, KenmerkError, Purpose
from portal.forms.form import visible, visible_lines
from portal.storage.engine import SqliteTooOld, check_sqlite
from portal.storage.rate_limits import Counted, around, network
from portal.web.i18n.translator import Translator
from rules import CatalogusFout
from rules.bevingen import catalogus
from tests.conftest import GEHEIM

# A template, what it shows when every sentence is "translated" into capitals, with page.x = "<i>".
VERTALINGEN = [
    ('{{ _("een zin") }}', "EEN ZIN"),
    ("{% trans %}een <b>zin</b>{% endtrans %}", "EEN <B>ZIN</B>"),
    ("{% trans x=page.x %}zin {{ x }} en {{ x }}.{% endtrans %}", "ZIN &lt;i&gt; EN &lt;i&gt;."),
    ("{% trans %}100 % zeker{% endtrans %}", "100 % ZEKER"),
    ("{% trans x=page.x %}{{ x }} is 5 %{% endtrans %}", "&lt;i&gt; IS 5 %"),
    ('{% trans x=page.x or _("niets") %}{{ x }}!{% endtrans %}', "&lt;i&gt;!"),
    ('{% trans x=page.y or _("niets") %}{{ x }}!{% endtrans %}', "NIETS!"),
    ('{{ _("a") ~ page.x }}', "A&lt;i&gt;"),
    ("{{ page.x }} gewoon", "&lt;i&gt; gewoon"),
]


def in_hoofdletters(tekst: str) -> str:
    """Names of values stay as they are."""
    return "".join(d if d.startswith("%(") else d.upper() for d in re.split(r"(%\(\w+\)s)", tekst))


@pytest.mark.parametrize(("template", "verwacht"), VERTALINGEN)
def test_een_template_is_vertaald_als_hij_gemaakt_wordt_en_waarden_blijven_veilig(
    template: str, verwacht: str
) -> None:
    class Proef(Environment):
        def _parse(self, source: str, name: str | None, filename: str | None) -> nodes.Template:
            boom: nodes.Template = Translator(in_hoofdletters).visit(
                super()._parse(source, name, filename)
            )
            return boom

    omgeving = Proef(extensions=["jinja2.ext.i18n"], autoescape=True)
    omgeving.newstyle_gettext = True  # type: ignore[attr-defined]
    assert omgeving.from_string(template).render(page={"x": "<i>", "y": ""}) == verwacht


DELEN = st.lists(
    st.text(max_size=20) | st.integers(0, 10**6) | st.floats(allow_nan=False, allow_infinity=False),
    max_size=6,
)
GOED = {"PORTAL_GEHEIM": GEHEIM}


def test_een_leeg_milieu_met_een_geheim_is_genoeg() -> None:
    instellingen = Settings.from_env(GOED)
    assert instellingen.data == Path("data").absolute()
    assert instellingen.telefoon == ""
    assert (instellingen.adresbron, instellingen.pdok) == (
        Bronkeuze.AUTO,
        "https://api.pdok.nl/bzk/locatieserver/search/v3_1",
    )
    assert instellingen == Settings(instellingen.data, GEHEIM), "one default, in both places"


@pytest.mark.parametrize(
    ("env", "woorden"),
    [
        ({}, ["PORTAL_GEHEIM heeft 0 tekens"]),
        ({"PORTAL_GEHEIM": "kort"}, ["PORTAL_GEHEIM heeft 4 tekens"]),
        ({"PORTAL_GEHEIM": " " * 40}, ["PORTAL_GEHEIM heeft 0 tekens"]),
        ({"PORTAL_GEHEIM": f"{GEHEIM}, kort"}, ["PORTAL_GEHEIM heeft 4 tekens"]),
        ({**GOED, "PORTAL_DATA": " "}, ["PORTAL_DATA is leeg"]),
        ({**GOED, "PORTAL_WEBSITE": "http://x"}, ["https://"]),
        (
            {**GOED, "PORTAL_TELEFON": "1"},
            ["PORTAL_TELEFON kennen wij niet. Bedoelt u PORTAL_TELEFOON?"],
        ),
        (
            {**GOED, "PORTAL_ADRESBRON": "kadaster"},
            ["PORTAL_ADRESBRON is auto of register of pdok, en niets anders."],
        ),
        ({**GOED, "PORTAL_ADRESBRON": ""}, ["PORTAL_ADRESBRON is auto of"]),
        (
            {"PORTAL_DATA": "", "PORTAL_WEBSITE": "x"},
            ["PORTAL_GEHEIM", "PORTAL_DATA", "PORTAL_WEBSITE"],
        ),
        ({"FLASK_RUN_FROM_CLI": "true", "PORTAL_GEHEIM": "kort"}, ["PORTAL_GEHEIM heeft 4 tekens"]),
    ],
)
def test_alle_problemen_met_de_instellingen_worden_in_een_keer_gemeld(
    env: dict[str, str], woorden: list[str]
) -> None:
    with pytest.raises(SettingsError) as fout:
        Settings.from_env(env)
    assert len(fout.value.problems) == len(woorden)
    for woord in woorden:
        assert woord in str(fout.value)
    assert "kort" not in str(fout.value), "the secret itself is never shown"


@pytest.mark.parametrize(
    "waarde",
    [
        "", "api.pdok.nl", "http://api.pdok.nl/v3_1", "ftp://api.pdok.nl", "https://",
        "https://x:y/v3_1", "https://x.nl?q=1",
        "https://wie@x.nl", "https://x.nl/#a", f"https://{'x' * 70}.nl", "https://x.nl/ v3",
        "https://[x/v3_1",
    ],
)  # fmt: skip
def test_naar_pdok_gaat_een_adres_niet_onversleuteld_of_ergens_anders_heen(waarde: str) -> None:
    with pytest.raises(SettingsError, match="PORTAL_PDOK moet een webadres zijn"):
        Settings.from_env({**GOED, "PORTAL_PDOK": waarde})


@pytest.mark.parametrize(
    "waarde", ["https://pdok.gemeente.example/v3_1/", "http://127.0.0.1:8080", "http://localhost"]
)
def test_een_eigen_server_voor_pdok_mag(waarde: str) -> None:
    instellingen = Settings.from_env({**GOED, "PORTAL_PDOK": waarde, "PORTAL_ADRESBRON": "pdok"})
    assert (instellingen.pdok, instellingen.adresbron) == (waarde.rstrip("/"), Bronkeuze.PDOK)


def test_wat_andere_programmas_in_de_omgeving_zetten_stoort_niet() -> None:
    Settings.from_env(
        {
            **GOED,
            "PORTAL_PORT": "tcp://10.0.0.1:80",
            "PORTAL_SERVICE_HOST": "10.0.0.1",
            "PORTAL": "x",
        }
    )


def test_het_geheim_staat_niet_in_wat_de_instellingen_van_zichzelf_laten_zien() -> None:
    assert GEHEIM not in repr(Settings.from_env(GOED))


def test_zonder_geheim_is_er_een_wegwerpgeheim_en_geen_leeg(tmp_path: Path) -> None:
    link = (
        create_app(Settings(data=tmp_path, geheim="", adresbron=Bronkeuze.REGISTER))
        .test_client()
        .post("/adres", data={"adres": "9951AD 14"})
        .headers["Location"]
    )
    with pytest.raises(KenmerkError):
        Kenmerken("").read(Purpose.UITKOMST, link.rpartition("/")[2])


def test_een_kapotte_lijst_van_bevingen_houdt_de_start_tegen(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    catalogus.cache_clear()
    monkeypatch.setattr("rules.bevingen.BESTAND", tmp_path / "bevingen.csv")
    with pytest.raises(CatalogusFout, match="niet te lezen"):
        create_app(Settings(data=tmp_path, geheim=GEHEIM))
    (tmp_path / "bevingen.csv").write_text("anders")
    with pytest.raises(CatalogusFout, match="sha256"):
        create_app(Settings(data=tmp_path, geheim=GEHEIM))
    monkeypatch.undo()
    catalogus.cache_clear()


@pytest.mark.parametrize(
    ("getypt", "getoond"),
    [
        ("12\ta", "12 a"),
        ("12\r\na", "12  a"),
        ("12\u00a0a", "12\u00a0a"),
        ("12\u200da", "12\u200da"),
        ("1\x002", "1\ufffd2"),
    ],
)
def test_wat_getypt_is_blijft_leesbaar_en_wordt_geen_ander_nummer(
    getypt: str, getoond: str
) -> None:
    assert visible(getypt) == getoond


def test_er_mogen_meer_geheimen_zijn_de_nieuwste_voorop() -> None:
    nieuw = GEHEIM[::-1]
    assert Settings.from_env({"PORTAL_GEHEIM": f"{nieuw}, {GEHEIM}"}).secrets == (nieuw, GEHEIM)
    with pytest.raises(SettingsError, match="gelijk aan PORTAL_GEHEIM"):
        Settings.from_env({"PORTAL_GEHEIM": f"{nieuw},{GEHEIM}", "PORTAL_SLEUTEL": GEHEIM})


def test_een_opdracht_mag_zonder_geheim() -> None:
    assert Settings.from_env({"FLASK_RUN_FROM_CLI": "true"}).geheim == ""


@given(DELEN, st.sampled_from(Purpose))
def test_een_kenmerk_geeft_terug_wat_erin_ging(
    delen: list[str | int | float], doel: Purpose
) -> None:
    kenmerk = Kenmerken(GEHEIM).make(doel, *delen)
    assert Kenmerken(GEHEIM).read(doel, kenmerk) == delen
    with pytest.raises(KenmerkError):
        Kenmerken(GEHEIM + "x").read(doel, kenmerk)


@given(DELEN, st.sampled_from(Purpose))
def test_bij_het_wisselen_van_het_geheim_blijven_oude_links_werken(
    delen: list[str | int | float], doel: Purpose
) -> None:
    """First the new one behind the old (every instance can read it), then before it, then alone."""
    oud, nieuw = "o" * 32, "n" * 32
    links = {}
    for stap in ((oud,), (oud, nieuw), (nieuw, oud), (nieuw,)):
        links[stap] = Kenmerken(*stap).make(doel, *delen)
        anders = doel.MIJN_INVOER if doel is not doel.MIJN_INVOER else doel.KIES
        for van, link in links.items():
            if van[0] in stap:
                assert Kenmerken(*stap).read(doel, link) == delen
            else:
                with pytest.raises(KenmerkError):
                    Kenmerken(*stap).read(doel, link)
            with pytest.raises(KenmerkError):
                Kenmerken(*stap).read(anders, link)


@given(st.integers(0, 200), st.characters())
def test_een_kenmerk_met_een_ander_teken_wordt_geweigerd(plek: int, teken: str) -> None:
    kenmerken = Kenmerken(GEHEIM)
    kenmerk = kenmerken.make(Purpose.UITKOMST, "9712JG", 1)
    plek %= len(kenmerk)
    anders = kenmerk[:plek] + teken + kenmerk[plek + 1 :]
    for poging in {anders, kenmerk[:plek] + teken + kenmerk[plek:]} - {kenmerk}:
        with pytest.raises(KenmerkError):
            kenmerken.read(Purpose.UITKOMST, poging)


def test_hetzelfde_adres_geeft_steeds_een_ander_kenmerk_zonder_het_adres() -> None:
    kenmerken = {Kenmerken(GEHEIM).make(Purpose.UITKOMST, "9712JG", 1) for _ in range(50)}
    assert len(kenmerken) == 50
    assert not [k for k in kenmerken if "9712" in k]


@pytest.mark.parametrize(("versie", "platform", "mag"), [
    ((3, 51, 2), "linux", False),
    ((3, 46, 1), "linux", False),
    ((3, 51, 3), "linux", True),
    ((3, 60, 0), "linux", True),
    ((3, 43, 2), "darwin", True),
])  # fmt: skip
def test_op_linux_start_de_site_niet_met_een_oude_sqlite(
    versie: tuple[int, ...], platform: str, mag: bool
) -> None:
    if mag:
        check_sqlite(versie, platform)
    else:
        with pytest.raises(SqliteTooOld):
            check_sqlite(versie, platform)


SAMEN_GETELD = [
    ("192.0.2.7", "192.0.2.7"),
    ("2001:db8:1:2::7", "2001:db8:1:2::/64"),  # a household has 2**64 of these
    ("2001:db8:1:2:ffff::", "2001:db8:1:2::/64"),
    ("2001:db8:1:3::7", "2001:db8:1:3::/64"),
    ("::ffff:192.0.2.7", "192.0.2.7"),
    ("198.51.100.9", ""),
    ("::ffff:198.51.100.9", ""),
    ("2001:db8:9::1", ""),
    ("", "onbekend"),
    ("unix:", "onbekend"),
    # As some proxies write it; all as one, anybody could keep everybody waiting.
    ("192.0.2.7:5678", "192.0.2.7"),
    ("[2001:db8:1:2::7]:443", "2001:db8:1:2::/64"),
    ("[2001:db8:1:2::7]", "2001:db8:1:2::/64"),
    ("198.51.100.9:1", ""),
]


@pytest.mark.parametrize(("adres", "wie"), SAMEN_GETELD)
def test_van_wie_het_proberen_samen_geteld_wordt(adres: str, wie: str) -> None:
    assert network(adres, (ip_network("198.51.100.0/24"), ip_network("2001:db8:9::/48"))) == wie


OMGEVING = [
    ("192.0.2.7", {"192.0.2.7": 1, "192.0.2.0/24": 4}),
    (
        "2001:db8:1:2::/64",
        {"2001:db8:1:2::/64": 1, "2001:db8:1::/56": 2, "2001:db8:1::/48": 4},
    ),
    ("onbekend", {"onbekend": 1}),
]


@pytest.mark.parametrize(("net", "ruimte"), OMGEVING)
def test_wat_om_een_netwerk_heen_ligt_telt_ook_met_meer_ruimte(
    net: str, ruimte: dict[str, int]
) -> None:
    om = around(Counted.MIJN_VERZOEK, net)
    assert {een.who: een.room for een in om} == ruimte


@given(st.text(max_size=30))
@example("\x1e\x1e")
@example("a\n\n")
def test_wat_in_het_veld_terugkomt_blijft_gelijk_hoe_vaak_het_ook_wordt_verstuurd(
    getypt: str,
) -> None:
    assert visible_lines(visible_lines(getypt)) == visible_lines(getypt)
