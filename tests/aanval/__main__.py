"""`make aanval`: wapiti and sqlmap attack every page and form of the running site, on this machine
only. They must find nothing.

First the same tools attack `lek.py`, which has every hole they look for: tools that find nothing
there prove nothing here. Then a walk through the site (tests/browser/reizen.py) records each
request that a resident or a colleague can make, with its kenmerken and fields, and the tools get
that list. The site logs a status 500, and a site that logs fails too.
"""

import csv
import json
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple
from urllib.parse import parse_qsl, urlsplit

import httpx

from portal.config.settings import PORTAL_DB
from portal.helpdesk.inlogplicht import COOKIE
from portal.storage.engine import open_durable
from tests.aanval.lek import lekke_site
from tests.browser.reizen import loop_bewoner, loop_deur, loop_helpdesk, plek
from tests.browser.wandeling import LANG, Gestuurd, Wandelaar

GEREEDSCHAP = Path(sys.prefix) / "aanval" / "bin"
# Left out: modules that need the internet (ssrf, nikto, wapp, cms, takeover, log4shell), that test
# the proxy (ssl, https_redirect), timesql (sqlmap does it better), guessing passwords (our limits
# have tests of their own), uploads (there are none), and csrf, which recognises a token by an
# English name (tests/contracts and tests/helpdesk check that no form is accepted without its own).
MODULES = (
    "sql", "xss", "permanentxss", "exec", "file", "crlf", "redirect", "xxe", "htaccess", "methods",
    "backup", "cookieflags", "csp", "http_headers", "shellshock",
)  # fmt: skip
# wapiti asks for X-Frame-Options, which every browser has replaced by `frame-ancestors 'none'`
# since 2018.
BEKEND = {("Clickjacking Protection", "X-Frame-Options is not set")}
# These end the session that the other attacks need. Their only field is the token.
NIET = frozenset({"helpdesk.uitloggen", "helpdesk.eindig_sessies"})
PER_MODULE = 300  # seconds; a module that needs more is named and fails
# What sqlmap writes when its own second look showed nothing: each page has different kenmerken
# every time.
TOCH_NIET = "false positive or unexploitable"
SQLMAP = (
    "--batch",
    "--flush-session",
    "--level=1",
    "--risk=1",
    "--dbms=SQLite",
    "--timeout=20",
    "--retries=0",
    "--disable-coloring",
)


class Doel(NamedTuple):
    """One request: path with query, and the fields when it is a form."""

    pad: str
    velden: tuple[tuple[str, str], ...] | None = None


class Uitslag(NamedTuple):
    """What a tool looked at, and what it found."""

    aantal: int
    gevonden: list[str]


def wapiti(waar: str, doelen: Sequence[Doel], kop: str, map_: Path) -> Uitslag:
    """Every parameter of these requests, in every module."""
    paden: dict[str, dict[str, object]] = {}
    for doel in doelen:
        url = urlsplit(doel.pad)
        delen = [
            ("query", naam, waarde) for naam, waarde in parse_qsl(url.query, keep_blank_values=True)
        ]
        delen += [("formData", naam, waarde) for naam, waarde in doel.velden or ()]
        parameters = [
            {"in": plek, "name": naam, "type": "string", "default": waarde}
            for plek, naam, waarde in delen
        ]
        methode = "get" if doel.velden is None else "post"
        # Two requests to one path differ only in their query; a # that the tool throws away keeps
        # them apart.
        pad = url.path if methode not in paden.get(url.path, {}) else f"{url.path}#{len(paden)}"
        paden.setdefault(pad, {})[methode] = {
            "parameters": parameters,
            "consumes": ["application/x-www-form-urlencoded"],
        }
    lijst, verslag = map_ / "verzoeken.json", map_ / "wapiti.json"
    lijst.write_text(
        json.dumps({"swagger": "2.0", "info": {"title": "x", "version": "1"}, "paths": paden})
    )
    opdracht: list[str | Path] = [
        GEREEDSCHAP / "wapiti",
        "-u",
        f"{waar}/",
        "--scope",
        "folder",
        "-d",
        "0",
        "--swagger",
        lijst,
        "-m",
        ",".join(MODULES),
        "-H",
        kop,
        "-f",
        "json",
        "-o",
        verslag,
        "--max-attack-time",
        str(PER_MODULE),
        "--no-bugreport",
        "--flush-session",
        "--store-session",
        map_ / "sessie",
        "--store-config",
        map_ / "instellingen",
        "-t",
        "20",
        "-v",
        "1",
        "-l",
        "1",
    ]
    gezegd = _draai(opdracht, map_ / "wapiti.log")
    gedaan = set(re.findall(r"Launching module (\w+)", gezegd))
    assert gedaan == set(MODULES), f"not run: {set(MODULES) - gedaan}"
    rapport = json.loads(verslag.read_text())
    gevonden = [
        f"wapiti: {soort}: {vondst['method']} {vondst['path']} {vondst['parameter'] or ''} "
        f"{vondst['info']}"
        for lijst_ in ("vulnerabilities", "anomalies")
        for soort, vondsten in rapport[lijst_].items()
        for vondst in vondsten
        if (soort, vondst["info"]) not in BEKEND
    ]
    gevonden += [f"wapiti: {regel}" for regel in re.findall(r".*time was reached.*", gezegd)]
    return Uitslag(rapport["infos"]["crawled_pages_nbr"], gevonden)


def sqlmap(waar: str, doelen: Sequence[Doel], kop: str, map_: Path) -> Uitslag:
    """Every field, every parameter, and every kenmerk in a path."""
    verzoeken = [verzoek for doel in doelen for verzoek in _voor_sqlmap(waar, doel, kop)]
    lijst, verslag = map_ / "verzoeken.log", map_ / "sqlmap.csv"
    streep = "=" * 54
    blok = f"{streep}\n00:00:00  {waar}  [127.0.0.1]\n{streep}\n{{}}\n{streep}\n\n\n"
    lijst.write_text("".join(blok.format(verzoek) for verzoek in verzoeken))
    opdracht: list[str | Path] = [
        GEREEDSCHAP / "sqlmap",
        "-l",
        lijst,
        *SQLMAP,
        "--results-file",
        verslag,
        "--output-dir",
        map_ / "sqlmap",
    ]
    gezegd = _draai(opdracht, map_ / "sqlmap.log")
    rijen = list(csv.DictReader(verslag.read_text().splitlines()))
    gevonden = [f"sqlmap: {' '.join(rij.values())}" for rij in rijen if rij["Note(s)"] != TOCH_NIET]
    return Uitslag(gezegd.count("does not seem to be injectable") + len(rijen), gevonden)


def _draai(opdracht: Sequence[str | Path], log: Path) -> str:
    """What the tool said; `log` shows it while the tool runs."""
    with log.open("w") as uit:
        einde = subprocess.run(
            opdracht, stdout=uit, stderr=subprocess.STDOUT, check=False
        ).returncode
    gezegd = log.read_text(errors="replace")
    assert einde == 0, f"{opdracht[0]} ended with {einde}:\n{gezegd[-3000:]}"
    return gezegd


def _voor_sqlmap(waar: str, doel: Doel, kop: str) -> Iterator[str]:
    """The request as a proxy would have recorded it. A * marks where sqlmap puts its own text."""
    koppen = f"Host: {waar.removeprefix('http://')}\n{kop}"
    if doel.velden:
        lijf = (
            "&".join(f"{naam}={waarde or 'x'}" for naam, waarde in doel.velden)
            .replace("\r", "")
            .replace("\n", " ")
        )
        yield (
            f"POST {doel.pad} HTTP/1.1\n{koppen}\nContent-Type: application/x-www-form-urlencoded\n"
            f"Content-Length: {len(lijf)}\n\n{lijf}"
        )
    elif doel.velden is None:
        url = urlsplit(doel.pad)
        if "=" in url.query:
            yield f"GET {doel.pad} HTTP/1.1\n{koppen}\n"
        if LANG.search(url.path):
            yield f"GET {LANG.sub(lambda m: f'{m[0]}*', url.path)} HTTP/1.1\n{koppen}\n"


def velden(lijf: str) -> tuple[tuple[str, str], ...]:
    """The fields of a form, without the one that no person sees: the tools would fill it in, and
    then the form goes no further.
    """
    return tuple(
        (naam, waarde)
        for naam, waarde in parse_qsl(lijf, keep_blank_values=True)
        if naam != "website"
    )


def verzamel(lopers: Sequence[Wandelaar]) -> list[Doel]:
    """One request of each kind: view, method and names of fields. The newest, because its kenmerken
    still lead somewhere.
    """
    per_soort: dict[tuple[object, ...], Gestuurd] = {}
    for loper in lopers:
        for verzoek in loper.gestuurd:
            endpoint = loper.endpoint(verzoek.pad, verzoek.methode)
            namen = tuple(sorted({naam for naam, _ in velden(verzoek.lijf)}))
            vragen = tuple(
                naam for naam, _ in parse_qsl(urlsplit(verzoek.pad).query, keep_blank_values=True)
            )
            if endpoint and endpoint not in NIET:
                per_soort[endpoint, verzoek.methode, namen, vragen] = verzoek
    anders = [
        Gestuurd("GET", pad, "")
        for pad in ("/en/", "/gos/", "/en/bestaat-niet?a=b", "/static/site.css?v=1", "/robots.txt")
    ]
    return [
        Doel(v.pad, velden(v.lijf) if v.methode == "POST" else None)
        for v in (*per_soort.values(), *anders)
    ]


@contextmanager
def meet(wat: str) -> Iterator[None]:
    begin = time.monotonic()
    yield
    print(f"  {wat}: {time.monotonic() - begin:.0f} s", flush=True)


def val_aan(waar: str, doelen: Sequence[Doel], kop: str, map_: Path) -> list[str]:
    """What both tools found, with a line about how much they looked at."""
    gevonden = []
    for naam, gereedschap in (("wapiti", wapiti), ("sqlmap", sqlmap)):
        eigen = map_ / naam
        eigen.mkdir(parents=True)
        with meet(naam):
            uitslag = gereedschap(waar, doelen, kop, eigen)
        print(f"  {naam}: {uitslag.aantal} bekeken, {len(uitslag.gevonden)} gevonden", flush=True)
        assert uitslag.aantal, f"{naam} looked at nothing"
        gevonden += uitslag.gevonden
    return gevonden


def controleer(map_: Path) -> None:
    """Both tools find the holes of a site that is made of them."""
    print("De controle: een site vol gaten.", flush=True)
    doelen = [Doel("/zoek?naam=jan"), Doel("/zeg", (("tekst", "hallo"),)), Doel("/verder?naar=%2F")]
    with lekke_site() as waar:
        gevonden = "\n".join(val_aan(waar, doelen, "X-Proef: 1", map_))
    for soort in (
        "wapiti: SQL Injection",
        "wapiti: Reflected Cross Site Scripting",
        "wapiti: Open Redirect",
        "wapiti: Internal Server Error",
        "wapiti: Content Security Policy",
        "sqlmap: ",
    ):
        assert soort in gevonden, f"the control did not find {soort}:\n{gevonden}"


def main() -> int:
    map_ = Path(tempfile.mkdtemp(prefix="aanval-"))
    with meet("controle"):
        controleer(map_ / "controle")
    data = map_ / "data"
    data.mkdir()
    with plek(data) as hier:
        print("De site: elke pagina en elk formulier.", flush=True)
        with meet("wandeling"):
            helpdesk = loop_helpdesk(hier)
            lopers = [loop_deur(hier), loop_bewoner(hier), helpdesk]
        doelen = verzamel(lopers)
        print(
            f"  {len(doelen)} soorten verzoeken, "
            f"{sum(d.velden is not None for d in doelen)} formulieren",
            flush=True,
        )
        gevonden = val_aan(
            hier.waar, doelen, f"Cookie: {COOKIE}={helpdesk.cookies[COOKIE]}", map_ / "site"
        )
        begin = httpx.get(
            f"{hier.waar}/helpdesk/", cookies=helpdesk.cookies, follow_redirects=True
        ).url.path
    db = open_durable(data / PORTAL_DB)
    heel = db.execute("pragma integrity_check").fetchone()[0]
    db.close()
    assert heel == "ok", heel
    for vondst in gevonden:
        print(vondst)
    print(f"{len(gevonden)} gevonden; geen 500; portal.sqlite is heel. Verslagen: {map_}")
    assert begin == "/helpdesk/", "the session ended, so part of the helpdesk was not attacked"
    return min(len(gevonden), 1)


if __name__ == "__main__":
    sys.exit(main())
