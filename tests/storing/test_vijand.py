"""Ten thousand hostile requests to every view and field: no 5xx, nothing comes through, nothing in
the log, nothing half stored.

8,500 go into the application and 1,500 over a socket to the real gunicorn. VIJAND_ZAAD=7 makes
others; every run of the tests has a sample. A walk through the site finds what can be attacked
(terrein.py), so a new view or field is attacked without further work.
"""

import logging
import os
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from functools import partial
from pathlib import Path
from zlib import crc32

import pytest
from flask import Flask, Response, request
from hypothesis import HealthCheck, Phase, given, seed, settings
from werkzeug.exceptions import InternalServerError

from portal.config.settings import PORTAL_DB
from portal.crypto.kenmerk import Purpose
from portal.storage.audit_log import Action
from portal.storage.engine import open_durable
from tests.conftest import GEHEIM, NU, SLEUTEL, na
from tests.server import draaiende_server
from tests.storing.terrein import LANG, Terrein
from tests.storing.vijand import (
    MAX_SECONDEN,
    Aanval,
    Antwoord,
    aanvallen,
    fouten,
    via_lijn,
    via_wsgi,
)

# An upload that was not read to the end is closed when it is thrown away (werkzeug).
pytestmark = pytest.mark.filterwarnings(
    "ignore:Exception ignored in. <function "
    "SpooledTemporaryFile:pytest.PytestUnraisableExceptionWarning"
)
ZAAD = int(os.environ.get("VIJAND_ZAAD", "20261125"))


class Luisteraar(logging.Handler):
    """Everything that is logged."""

    def __init__(self) -> None:
        super().__init__()
        self.regels: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.regels.append(record.getMessage())


@dataclass(slots=True)
class Verslag:
    """What came back, and what was wrong: each kind of fault with its first request."""

    statussen: Counter[int] = field(default_factory=Counter)
    views: Counter[str] = field(default_factory=Counter)
    fouten: defaultdict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    ingediend: set[str] = field(default_factory=set)
    traagste: float = 0.0

    def __str__(self) -> str:
        statussen = ", ".join(f"{status}: {n}" for status, n in sorted(self.statussen.items()))
        return (
            f"{self.statussen.total()} vijandige verzoeken (zaad {ZAAD}) aan {len(self.views)} "
            f"views: {statussen};"
            f" traagste {self.traagste:.2f} s, {sum(map(len, self.fouten.values()))} fouten"
        )


class Wacht:
    """Sends, judges, and watches the database and the log."""

    def __init__(
        self, terrein: Terrein, zend: Callable[[Aanval], Antwoord], *, van_gunicorn: bool = False
    ) -> None:
        self._terrein, self._zend, self._van_gunicorn = terrein, zend, van_gunicorn
        self._kijker = open_durable(terrein.data / PORTAL_DB)
        self.log, self.verslag = Luisteraar(), Verslag()
        self._ervoor = self._in_het_log()

    def val_aan(self, aanval: Aanval) -> None:
        stand = self._stand()
        antwoord = self._zend(aanval)
        gevonden = fouten(aanval, antwoord, van_gunicorn=self._van_gunicorn)
        veranderd = self._stand() != stand
        if veranderd and (antwoord.status >= 400 or aanval.methode in ("HEAD", "OPTIONS")):
            gevonden.append(f"status {antwoord.status}, en toch is er iets bewaard")
        gevonden += [f"in het log: {regel[-400:]}" for regel in self.log.regels]
        self.log.regels.clear()
        verslag = self.verslag
        for fout in gevonden:
            verslag.fouten[f"{aanval.endpoint}: {fout}"].append(str(aanval))
        verslag.statussen[antwoord.status] += 1
        verslag.views[aanval.endpoint] += 1
        verslag.traagste = max(verslag.traagste, antwoord.seconden)
        verslag.ingediend |= set(self._ingediend(antwoord))

    def _ingediend(self, antwoord: Antwoord) -> Iterator[str]:
        """The uid in an answer that says: your request was received."""
        naar = antwoord.koppen.get("Location", "")
        if antwoord.status == 303 and "/nieuw/klaar/" in naar:
            yield naar.rpartition("/")[2]
        elif antwoord.status == 303 and "/klaar/" in naar:
            for kenmerk in LANG.findall(naar):
                yield str(self._terrein.kenmerken.read(Purpose.KLAAR, kenmerk)[0])

    def _stand(self) -> tuple[object, ...]:
        """What counts as stored by somebody: everything but the time a session was last used."""
        (versie,) = self._kijker.execute("PRAGMA data_version").fetchone()
        groeit = "count(*), coalesce(max(rowid), 0)"
        tabellen = dict.fromkeys(
            ("verzoek", "poging", "notitie", "medewerker", "rooster", "mail"), groeit
        ) | {"meekijkcode": "count(*)", "duidelijk": "count(*)"}
        if versie != getattr(self, "_versie", None):
            self._versie = versie
            self._telling = tuple(
                self._kijker.execute(f"select {wat} from {t}").fetchone()  # noqa: S608 - our own
                for t, wat in tabellen.items()
            ) + tuple(self._kijker.execute("select id, versie, status from verzoek").fetchall())
        return self._telling

    def _in_het_log(self) -> set[str]:
        vraag = "select waarop from logboek where wat = ?"
        return {uid for (uid,) in self._kijker.execute(vraag, [Action.VERZOEK_INGEDIEND.value])}

    def sluit(self) -> None:
        """At the end: what was filed is what was acknowledged, and the file is whole."""
        in_het_log = self._in_het_log()
        bewaard = {uid for (uid,) in self._kijker.execute("select uid from verzoek")}
        onbevestigd = (
            (in_het_log | bewaard) - self.verslag.ingediend - self._terrein.uids - self._ervoor
        )
        if onbevestigd:
            self.verslag.fouten["bewaard en niet bevestigd"] += sorted(onbevestigd)
        if self.verslag.ingediend - in_het_log:
            self.verslag.fouten["bevestigd en niet bewaard"] += sorted(
                self.verslag.ingediend - in_het_log
            )
        assert self._kijker.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        self._kijker.close()


def bestook(terrein: Terrein, wacht: Wacht, per_view: int) -> Verslag:
    """So many requests to each view, each one different."""
    for endpoint in sorted(terrein.paden):

        @seed(ZAAD + crc32(endpoint.encode()))
        @settings(
            max_examples=per_view,
            database=None,
            suppress_health_check=list(HealthCheck),
            phases=[Phase.generate],
        )
        @given(aanvallen(terrein, endpoint))
        def val_aan(aanval: Aanval) -> None:
            try:
                wacht.val_aan(aanval)
            except Exception as fout:  # noqa: BLE001 - Hypothesis would print a megabyte
                wacht.verslag.fouten[f"{aanval.endpoint}: {fout!r}"].append(str(aanval))

        val_aan()
    wacht.sluit()
    return wacht.verslag


def controleer(gevonden: Verslag, aantal: int, verslag: Callable[[str], None]) -> None:
    verslag(str(gevonden))
    assert not gevonden.fouten, "\n".join(
        f"{len(aanvallen)} keer {fout}\n    {aanvallen[0]}"
        for fout, aanvallen in gevonden.fouten.items()
    )
    assert gevonden.statussen.total() >= aantal


@pytest.fixture
def terrein(tmp_path: Path) -> Terrein:
    terrein = Terrein(tmp_path)
    terrein.verken()
    return terrein


@contextmanager
def in_huis(terrein: Terrein, monkeypatch: pytest.MonkeyPatch) -> Iterator[Wacht]:
    """Straight into the application, a minute after the walk: a form that is too fresh is not
    filed.
    """
    monkeypatch.setattr("portal.clock.now", lambda: na(NU, timedelta(minutes=1)))
    wacht = Wacht(terrein, lambda aanval: via_wsgi(terrein.app, aanval))
    loggers = (logging.getLogger(), terrein.app.logger)
    for logger in loggers:
        logger.addHandler(wacht.log)
    try:
        yield wacht
    finally:
        for logger in loggers:
            logger.removeHandler(wacht.log)


# Fields that no page shows on this site, each with its reason.
NIET_OP_EEN_PAGINA = {
    "email",  # only with a mail server
}


def test_een_paar_honderd_vijandige_verzoeken_aan_elke_view_die_er_is(
    terrein: Terrein, monkeypatch: pytest.MonkeyPatch, verslag: Callable[[str], None]
) -> None:
    """A sample; `make storing` does ten thousand. A new view, field or Doel that the walk does not
    reach is reported first.
    """
    assert terrein.gemist() == []
    bekend = {naam for velden in terrein.velden.values() for naam in velden}
    stukken = {
        deel for naam in bekend for deel in naam.split("-")
    }  # `maandag-van` is of a form in a form
    assert set(terrein.wtforms) - stukken == NIET_OP_EEN_PAGINA
    with in_huis(terrein, monkeypatch) as wacht:
        controleer(bestook(terrein, wacht, 3), 250, verslag)


@pytest.mark.storing
def test_achtenhalfduizend_vijandige_verzoeken(
    terrein: Terrein, monkeypatch: pytest.MonkeyPatch, verslag: Callable[[str], None]
) -> None:
    with in_huis(terrein, monkeypatch) as wacht:
        gevonden = bestook(terrein, wacht, 95)
    controleer(gevonden, 8_500, verslag)
    assert set(gevonden.views) == set(terrein.paden), "every view"
    assert gevonden.ingediend, "some of it is filed: it comes further than the first check"


@pytest.mark.storing
def test_vijftienhonderd_vijandige_verzoeken_over_de_lijn(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, verslag: Callable[[str], None]
) -> None:
    """The real gunicorn, which must be just as silent; the walk is done on the same data before it
    starts.
    """
    monkeypatch.undo()  # the clock of the server is the real one
    terrein = Terrein(tmp_path)
    terrein.verken()
    with draaiende_server(tmp_path, PORTAL_GEHEIM=GEHEIM, PORTAL_SLEUTEL=SLEUTEL) as (waar, _):
        poort = int(waar.rpartition(":")[2])
        wacht = Wacht(terrein, partial(_twee_keer_traag, poort), van_gunicorn=True)
        gevonden = bestook(terrein, wacht, 17)
    controleer(gevonden, 1_500, verslag)


def _twee_keer_traag(poort: int, aanval: Aanval) -> Antwoord:
    """A wall clock also measures what else this machine does: only what is slow a second time is
    slow.
    """
    antwoord = via_lijn(poort, aanval)
    return antwoord if antwoord.seconden < MAX_SECONDEN else via_lijn(poort, aanval)


# So that the tests above can fail -----------------------------------------------------------------


def kapot_500(app: Flask) -> None:
    def kapot() -> None:
        if request.query_string:
            raise InternalServerError

    app.before_request_funcs.setdefault(None, []).append(kapot)


def kapot_onbeschermd(app: Flask) -> None:
    def toon(antwoord: Response) -> Response:
        if antwoord.mimetype == "text/html":
            antwoord.set_data(
                antwoord.get_data().replace(
                    b"</main>", f"<p>{request.args}</p></main>".encode("utf-8", "replace")
                )
            )
        return antwoord

    app.after_request_funcs.setdefault(None, []).append(toon)


STUK = {"status 500": kapot_500, "pagina: ": kapot_onbeschermd}


@pytest.mark.storing
@pytest.mark.parametrize("fout", STUK)
def test_een_kapotte_site_valt_op(
    terrein: Terrein, monkeypatch: pytest.MonkeyPatch, fout: str
) -> None:
    STUK[fout](terrein.app)
    with in_huis(terrein, monkeypatch) as wacht:
        verslag = bestook(terrein, wacht, 10)
    assert any(fout in gevonden for gevonden in verslag.fouten)
