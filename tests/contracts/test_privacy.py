"""docs/privacy.md names every personal datum that is stored: no column and no field of a request is
missing, and none is made up.
"""

import dataclasses
import re
from pathlib import Path

from portal.config.settings import PORTAL_DB, RATE_LIMITS_DB
from portal.crypto.vault import Vault
from portal.storage.counter_file import CounterFile
from portal.storage.engine import open_durable, open_relaxed
from portal.storage.rate_limits import Counted, RateLimits
from portal.terugbellen.waarden.verzoek import Gegevens
from tests.conftest import NU, SLEUTEL, maak_app

PRIVACY = Path(__file__).parents[2] / "docs/privacy.md"
# Without personal data; the sentence under the table names them.
ZONDER_PERSOON = {
    *("rooster", "telling", "weektelling", "duidelijk", "verwijderd", "proef", "misgeraden"),
    *("afnemer", "volgnummer"),
}


def kolommen(data: Path) -> dict[str, str]:
    """`tabel.kolom` of everything that is stored, with its type."""
    maak_app(data, sleutel=(SLEUTEL,))
    RateLimits(CounterFile(data / RATE_LIMITS_DB), Vault((SLEUTEL,))).count(
        Counted.VERZOEK_INDIENEN, "proef", NU
    )
    gevonden: dict[str, str] = {}
    for db in (open_durable(data / PORTAL_DB), open_relaxed(data / RATE_LIMITS_DB)):
        for tabel in db.table_names():
            if not tabel.startswith(("_", "sqlite")) and tabel not in ZONDER_PERSOON:
                gevonden |= {
                    f"{tabel}.{kolom.name}": kolom.type.lower() for kolom in db[tabel].columns
                }
        db.close()
    return gevonden


def genoemd() -> set[str]:
    return set(
        re.findall(r"^\| `([a-z_.*]+)` \|", PRIVACY.read_text(encoding="utf-8"), re.MULTILINE)
    )


def test_elke_kolom_met_iets_van_een_persoon_staat_in_de_lijst(tmp_path: Path) -> None:
    echt = kolommen(tmp_path)
    tabellen = {kolom.split(".")[0] for kolom in echt}
    los = {rij for rij in genoemd() if rij.count(".") == 1}
    assert {rij for rij in los if not rij.endswith(".*")} <= set(echt)
    assert {rij.removesuffix(".*") for rij in los if rij.endswith(".*")} == tabellen, (
        "each table has a row for the rest"
    )
    versleuteld = {
        kolom
        for kolom, soort in echt.items()
        if soort == "blob" and not kolom.endswith(("hash", ".wie"))
    }
    assert versleuteld >= {"verzoek.gegevens", "notitie.tekst"}
    assert versleuteld - {"verzoek.gegevens"} <= los, "what is encrypted has a row of its own"


def test_elk_gegeven_van_een_verzoek_staat_in_de_lijst() -> None:
    velden = {veld.name for veld in dataclasses.fields(Gegevens)} | {"code"}
    assert {
        rij.removeprefix("verzoek.gegevens.")
        for rij in genoemd()
        if rij.startswith("verzoek.gegevens.")
    } == velden


def test_wat_geen_persoon_noemt_staat_er_ook_bij() -> None:
    tekst = PRIVACY.read_text(encoding="utf-8")
    assert all(f"`{tabel}`" in tekst for tabel in ZONDER_PERSOON)
