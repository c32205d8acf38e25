"""What has been kept long enough is removed, from the disk too; the rest stays."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from click.testing import Result

from portal.clock import to_text
from portal.config.settings import PORTAL_DB, RATE_LIMITS_DB
from portal.services import Loket
from portal.storage import audit_log
from portal.storage.audit_log import SYSTEM, Action
from portal.storage.engine import open_relaxed
from portal.storage.rate_limits import Counted
from tests.conftest import NU
from tests.onderhoud.conftest import dien_in, tel, uids, zet_collega
from tests.terugbellen.conftest import buur

DAG = timedelta(days=1)
Opdracht = Callable[..., Result]


@pytest.mark.parametrize(("dagen", "blijft"), [(89, True), (90, True), (91, False), (400, False)])
def test_een_klaar_verzoek_gaat_weg_na_de_bewaartermijn_en_niet_eerder(
    loket: Loket, opdracht: Opdracht, dagen: int, blijft: bool
) -> None:
    dien_in(loket)
    loket.verzoeken.trek_in("een", 1, nu=NU)
    uit = opdracht("opschonen", nu=NU + dagen * DAG)
    assert uit.exit_code == 0
    assert uids(loket) == ({"een"} if blijft else set())
    assert ("terugbelverzoeken (bewaartermijn): 1 verwijderd" in uit.output) is not blijft


@pytest.mark.parametrize(
    ("dagen", "blijft", "luid"), [(30, True, False), (31, True, True), (91, False, False)]
)
def test_een_verzoek_dat_niemand_sloot_wordt_genoemd_en_gaat_dan_ook_weg(
    loket: Loket, opdracht: Opdracht, dagen: int, blijft: bool, luid: bool
) -> None:
    eind = dien_in(loket).tijdvak.eind
    uit = opdracht("opschonen", nu=eind + dagen * DAG)
    assert uids(loket) == ({"een"} if blijft else set())
    assert ("LET OP: 1 terugbelverzoeken staan nog open" in uit.output) is luid
    assert ("De oudste is van 24 november 2026" in uit.output) is luid
    assert ("terugbelverzoeken (nooit gesloten): 1 verwijderd" in uit.output) is not blijft


def test_de_proef_zegt_hetzelfde_en_verandert_niets(
    loket: Loket, opdracht: Opdracht, tmp_path: Path
) -> None:
    dien_in(loket)
    loket.verzoeken.trek_in("een", 1, nu=NU)
    later = NU + 200 * DAG
    proef = opdracht("opschonen", "--proef", nu=later)
    assert uids(loket) == {"een"}
    assert tel(loket, "verwijderd") == 0
    echt = opdracht("opschonen", nu=later)
    assert proef.output.replace("zou weg zijn", "verwijderd") == echt.output
    assert opdracht("opschonen", nu=later).output == "Er is niets dat lang genoeg bewaard is.\n"


@pytest.mark.bestand
def test_ook_codes_sessies_het_oude_logboek_en_tellers_gaan_weg(
    loket: Loket, opdracht: Opdracht, tmp_path: Path
) -> None:
    collega = zet_collega(loket)
    loket.sessies.begin(collega, apparaat="oud", nu=NU - timedelta(hours=10))
    loket.sessies.begin(collega, apparaat="nu", nu=NU - timedelta(hours=9))
    with loket.bestand.write() as db:
        for n, verloopt in enumerate((NU, NU + timedelta(seconds=1))):
            db.execute(
                "insert into meekijkcode values (?, ?, '', ?)", [bytes([n]), b"", to_text(verloopt)]
            )
        for op in (NU - 366 * DAG, NU - 365 * DAG):
            audit_log.write(db, Action.GEZOCHT, who=SYSTEM, at=op)
        (logboek_was,) = db.execute("select count(*) from logboek").fetchone()
    loket.limieten.count(Counted.VERZOEK_INDIENEN, "iemand", NU - timedelta(hours=2))
    uit = opdracht("opschonen")
    assert uit.output.splitlines() == [
        "meekijkcodes (verlopen): 1 verwijderd",
        "sessies van medewerkers (verlopen): 1 verwijderd",
        "regels in het logboek (ouder dan een jaar): 1 verwijderd",
    ]
    assert [tel(loket, tabel) for tabel in ("meekijkcode", "sessie")] == [1, 1]
    assert tel(loket, "logboek") == logboek_was - 1
    assert (tmp_path / RATE_LIMITS_DB).exists()
    teller = open_relaxed(tmp_path / RATE_LIMITS_DB)
    assert not teller.execute("select 1 from teller").fetchall()


def test_wat_weg_is_staat_in_de_telling_en_het_logboek_zonder_persoon(
    loket: Loket, opdracht: Opdracht
) -> None:
    for n in range(3):
        dien_in(loket, f"n{n}", telefoon=f"+3161234567{n}")
        loket.verzoeken.trek_in(f"n{n}", 1, nu=NU)
    opdracht("opschonen", nu=NU + 91 * DAG)
    with loket.bestand.read() as db:
        assert list(db.execute("select dag, uitkomst, verzoeken from telling")) == [
            ("2026-11-24", "grensgeval", 3)
        ]
        assert list(db.execute("select wat, aantal, waarom from verwijderd")) == [
            ("verzoek", 3, "bewaartermijn")
        ]
        weg = db.execute(
            "select wie, waarop from logboek where wat = 'verzoek_verwijderd' order by id"
        ).fetchall()
        assert weg == [("systeem", f"n{n}") for n in range(3)]


def test_meer_verzoeken_dan_er_in_een_vraag_passen(
    loket: Loket, opdracht: Opdracht, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("portal.terugbellen.rijen.verzoekrij.STAPEL", 2)
    for n in range(5):
        dien_in(loket, f"n{n}", **buur(n))
        loket.verzoeken.trek_in(f"n{n}", 1, nu=NU)
    assert "5 verwijderd" in opdracht("opschonen", nu=NU + 91 * DAG).output
    assert uids(loket) == set()


@pytest.mark.bestand
def test_na_het_opschonen_staat_het_verzoek_ook_versleuteld_nergens_meer(
    loket: Loket, opdracht: Opdracht, tmp_path: Path
) -> None:
    dien_in(loket, "blijft")
    dien_in(loket)
    with loket.bestand.read() as db:
        ((gesloten, hash_),) = db.execute(
            "select gegevens, telefoon_hash from verzoek where uid = 'een'"
        ).fetchall()
    deel = gesloten[20:60]  # a page of SQLite may cut the whole in two
    assert any(deel in pad.read_bytes() for pad in tmp_path.iterdir()), "the search itself works"
    loket.bestand.clear_deleted()
    loket.verzoeken.trek_in("een", 1, nu=NU)
    opdracht("opschonen", nu=NU + 91 * DAG)
    for pad in tmp_path.iterdir():
        assert deel not in pad.read_bytes(), pad.name
    assert (tmp_path / "portal.sqlite-wal").stat().st_size == 0
    assert hash_


def test_zonder_sleutel_zeggen_de_opdrachten_wat_er_nodig_is(
    opdracht: Opdracht, tmp_path: Path
) -> None:
    (tmp_path / "kopie").touch()
    for woorden in (
        ["opschonen"], ["backup", "maken", "x"], ["backup", "terugzetten", str(tmp_path / "kopie")],
        ["sleutel", "wisselen"], ["mail", "lijst"], ["mail", "opnieuw", "1"],
    ):  # fmt: skip
        uit = opdracht(*woorden, sleutel=())
        assert uit.exit_code == 1
        assert "PORTAL_SLEUTEL is leeg" in uit.output


@pytest.mark.bestand
def test_een_kapot_bestand_met_tellers_houdt_het_opschonen_niet_op(
    loket: Loket, opdracht: Opdracht, tmp_path: Path
) -> None:
    (tmp_path / RATE_LIMITS_DB).write_bytes(b"kapot" * 1000)
    oud = tmp_path / f"{PORTAL_DB}.voor-terugzetten-20260101-000000"
    oud.touch()
    assert opdracht("opschonen").exit_code == 0
    assert not oud.exists()


@pytest.mark.parametrize(("dagen", "gaat"), [(1, True), (7, True), (8, False), (365, False)])
def test_een_klok_die_gesprongen_is_verwijdert_niets_tot_iemand_zegt_dat_hij_klopt(
    loket: Loket, opdracht: Opdracht, dagen: int, gaat: bool
) -> None:
    dien_in(loket)
    loket.verzoeken.trek_in("een", 1, nu=NU)
    assert opdracht("opschonen", nu=NU + 90 * DAG).exit_code == 0
    uit = opdracht("opschonen", nu=NU + (90 + dagen) * DAG)
    assert uit.exit_code == (0 if gaat else 1)
    assert uids(loket) == (set() if gaat else {"een"})
    if not gaat:
        assert "de vorige keer opschonen was op 22 februari 2027" in uit.output
        assert "Er is niets verwijderd" in uit.output
        assert opdracht("opschonen", "--toch", nu=NU + (90 + dagen) * DAG).exit_code == 0
        assert uids(loket) == set()
