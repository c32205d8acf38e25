"""One stylesheet for all pages, made at the start: how it is served, and what a theme adds."""

import gzip
import re
from pathlib import Path

import brotli
import pytest

from portal.config.paths import STATIC
from portal.config.settings import Settings
from portal.web.assets import assets
from portal.web.theme import ThemeError, read_theme
from tests.conftest import GEHEIM, maak_app
from tests.pagina import Inspecteur

TOKENS = (STATIC / "css/tokens.css").read_text(encoding="utf-8")
NAMEN = sorted(set(re.findall(r"(--basis-[\w-]+):", TOKENS)))


def thema(**anders: str) -> str:
    """A theme as NL Design System makes them: a class, references, much that we do not use."""
    regels = dict.fromkeys(NAMEN, "var(--huis-kleur)") | anders
    return (
        '/* licence } */\n@import "elders.css";\n'
        ".huis-theme {\n  --huis-kleur: #123456;\n  --ander-beeld: url(elders.png);\n"
        + "".join(f"  {naam}: {waarde};\n" for naam, waarde in regels.items())
        + "}\n@media print { .huis-theme { --huis-kleur: red; } }\n"
    )


def test_een_pagina_vraagt_een_stylesheet_met_alles_erin(client: Inspecteur) -> None:
    pagina = client.get("/").text
    (link,) = re.findall(r'rel="stylesheet" href="([^"]+)"', pagina)
    css = client.get(link).text
    assert (
        css.index("--basis-text-font-size-md:")
        < css.index("prefers-color-scheme:dark")
        < css.index(".knop{")
    )
    assert "/*" not in css
    assert '<meta name="color-scheme" content="light dark">' in pagina


@pytest.mark.parametrize(
    ("gevraagd", "vorm"),
    [
        ("gzip, deflate, br, zstd", "br"),
        ("gzip", "gzip"),
        ("deflate, gzip;q=1.0", "gzip"),
        ("", None),
        ("zstd", None),
    ],
)
def test_een_browser_krijgt_de_kortste_vorm_die_hij_kan_lezen(
    client: Inspecteur, gevraagd: str, vorm: str | None
) -> None:
    uitpakken = {"br": brotli.decompress, "gzip": gzip.decompress, None: bytes}
    assert assets()
    for naam, inhoud in assets().items():
        antwoord = client.get(f"/static/{naam}", headers={"Accept-Encoding": gevraagd})
        assert antwoord.headers.get("Content-Encoding") == vorm
        assert antwoord.headers["Vary"] == "Accept-Encoding"
        assert uitpakken[vorm](antwoord.data) == inhoud
        assert antwoord.content_length == len(antwoord.data)


def test_alleen_wat_er_is_en_alleen_om_te_lezen(client: Inspecteur) -> None:
    assert client.head("/static/site.css").data == b""
    for naam in ("css/site.css", "css/tokens.css", "", "../wsgi.py"):
        assert client.get(f"/static/{naam}").status_code == 404
    assert client.post("/static/site.css").status_code == 405


def test_een_thema_vervangt_elke_waarde_en_brengt_niets_anders_mee(tmp_path: Path) -> None:
    pad = tmp_path / "thema.css"
    pad.write_text(thema(**{"--basis-text-font-size-md": "17px"}))
    client = maak_app(tmp_path, thema=str(pad)).test_client()
    pagina = client.get("/").text
    css = client.get(re.findall(r'rel="stylesheet" href="([^"]+)"', pagina)[0]).text
    regel = css[css.index(":root{color-scheme:light;") :].split("}")[0]
    assert (
        css.index("prefers-color-scheme:dark") < css.index(regel) < css.index(".knop{")
    )  # wins from ours, dark too
    assert sorted(re.findall(r"(--[\w-]+):", regel)) == NAMEN
    assert "--basis-text-font-size-md:17px" in regel
    assert "--basis-heading-color:#123456" in regel
    assert "var(" not in regel
    assert "elders" not in css
    assert '<meta name="color-scheme" content="light">' in pagina


@pytest.mark.parametrize(
    ("inhoud", "zegt"),
    [
        ("", NAMEN[0]),
        (thema().replace("--basis-heading-color", "--basis-iets-anders"), "--basis-heading-color"),
        (thema(**{"--basis-heading-color": "var(--nergens)"}), "--basis-heading-color"),
        (thema(**{"--basis-heading-color": "var(--basis-heading-color)"}), "--basis-heading-color"),
        ("\udcff", "niet te lezen"),
    ],
)
def test_een_thema_dat_iets_mist_wordt_niet_half_gebruikt(
    tmp_path: Path, inhoud: str, zegt: str
) -> None:
    pad = tmp_path / "thema.css"
    pad.write_bytes(inhoud.encode("utf-8", "surrogateescape"))
    with pytest.raises(ThemeError, match=zegt):
        read_theme(pad, TOKENS)


def test_een_instelling_zegt_welk_thema(tmp_path: Path) -> None:
    assert (
        Settings.from_env({"PORTAL_GEHEIM": GEHEIM, "PORTAL_THEMA": "/etc/thema.css"}).thema
        == "/etc/thema.css"
    )


def test_een_thema_dat_er_niet_is_zegt_dat(tmp_path: Path) -> None:
    with pytest.raises(ThemeError, match=r"PORTAL_THEMA: .*nergens\.css is niet te lezen"):
        read_theme(tmp_path / "nergens.css", TOKENS)


def test_een_thema_zonder_eind_of_veel_te_groot_wordt_niet_ingelezen(tmp_path: Path) -> None:
    """A typing error such as /dev/zero would take all the memory of the machine."""
    groot = tmp_path / "groot.css"
    groot.write_text(thema() + " " * 2_000_000)
    for pad in (Path("/dev/null"), groot, tmp_path):
        with pytest.raises(ThemeError, match="geen CSS-bestand van hooguit 2 MB"):
            read_theme(pad, TOKENS)
