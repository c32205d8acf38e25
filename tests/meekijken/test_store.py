"""The life of a meekijkcode: made, read, opened, forgotten, expired; unreadable without the key."""

from datetime import timedelta
from pathlib import Path

import pytest

from portal.config.settings import PORTAL_DB, Settings
from portal.crypto.codes import LENGTH
from portal.crypto.vault import Vault
from portal.meekijken.meekijkstore import GELDIG, IN_HET_LOG, CodeNietGevonden, MeekijkStore
from portal.services import Loket
from portal.storage.audit_log import Action
from tests.conftest import GEHEIM, NU, SLEUTEL

DELEN = ("9951AD", 14, "", "", "Kerkstraat")
PDOK = (
    "9951AD",
    14,
    "",
    "",
    "Kerkstraat",
    "Winsum",
    "Het Hogeland",
    "",
    53.331,
    6.0,
    "2026-11-24",
    0,
)
VERSIES = {"uitkomst": "grensgeval", "regels": "die van nu"}
SECONDE = timedelta(seconds=1)


@pytest.fixture
def loket(tmp_path: Path) -> Loket:
    return Loket.open(Settings(data=tmp_path, geheim=GEHEIM, sleutel=(SLEUTEL,)))


def maak(loket: Loket) -> str:
    return loket.meekijken.maak(DELEN, taal="nl", versies=VERSIES, nu=NU)


@pytest.mark.parametrize("delen", [DELEN, PDOK, ("9951AD", 14, "")])
def test_een_code_leidt_precies_naar_wat_er_bewaard_is(
    loket: Loket, delen: tuple[str | int | float, ...]
) -> None:
    code = loket.meekijken.maak(delen, taal="nl", versies=VERSIES, nu=NU)
    meekijk = loket.meekijken.lees(code, NU)
    assert (meekijk.delen, meekijk.taal, meekijk.versies) == (delen, "nl", VERSIES)
    assert [type(deel) for deel in meekijk.delen] == [type(deel) for deel in delen]
    assert (meekijk.gemaakt_op, meekijk.verloopt_op) == (NU, NU + GELDIG)


@pytest.mark.parametrize(
    ("na", "werkt"),
    [
        (timedelta(0), True),
        (timedelta(days=30) - SECONDE, True),
        (timedelta(days=30), False),
        (GELDIG * 2, False),
    ],
)
def test_een_code_werkt_precies_dertig_dagen(loket: Loket, na: timedelta, werkt: bool) -> None:
    code = maak(loket)
    if werkt:
        assert loket.meekijken.lees(code, NU + na).delen == DELEN
        loket.meekijken.open(code, NU + na, wie="medewerker:1")
    else:
        with pytest.raises(CodeNietGevonden):
            loket.meekijken.lees(code, NU + na)
        with pytest.raises(CodeNietGevonden):
            loket.meekijken.open(code, NU + na, wie="medewerker:1")


def test_onbekend_vergeten_en_verlopen_zijn_niet_te_onderscheiden(loket: Loket) -> None:
    vergeten, verlopen = maak(loket), maak(loket)
    loket.meekijken.vergeet(vergeten)
    gezien = []
    for code, nu in (("CCCCCC", NU), (vergeten, NU), (verlopen, NU + GELDIG)):
        with pytest.raises(CodeNietGevonden) as fout:
            loket.meekijken.lees(code, nu)
        gezien.append(fout.value.args)
    assert gezien == [(), (), ()]


def test_vergeten_is_weg_uit_het_bestand_en_mag_twee_keer(loket: Loket) -> None:
    code, ander = maak(loket), maak(loket)
    loket.meekijken.vergeet(code)
    loket.meekijken.vergeet(code)
    assert aantal(loket) == 1
    assert loket.meekijken.lees(ander, NU).delen == DELEN


def test_elke_druk_op_de_knop_geeft_een_eigen_code(loket: Loket) -> None:
    codes = {maak(loket) for _ in range(20)}
    assert len(codes) == aantal(loket) == 20
    assert {len(code) for code in codes} == {LENGTH}


def test_een_code_die_er_al_is_wordt_niet_nog_eens_gegeven(
    loket: Loket, monkeypatch: pytest.MonkeyPatch
) -> None:
    bezet = maak(loket)
    volgende = iter([bezet, bezet, "KFM4XT" if bezet != "KFM4XT" else "KFM4XX"])
    monkeypatch.setattr("portal.meekijken.meekijkstore.new_code", lambda: next(volgende))
    assert maak(loket) != bezet
    assert aantal(loket) == 2


def test_openen_staat_in_het_logboek_zonder_code_en_adres(loket: Loket) -> None:
    code = maak(loket)
    loket.meekijken.open(code, NU, wie="medewerker:7")
    with loket.bestand.read() as db:
        (regel,) = db.execute("select op, wie, wat, waarop from logboek").fetchall()
    assert regel[:3] == ("2026-11-24T08:05:00Z", "medewerker:7", Action.MEEKIJKCODE_GEOPEND.value)
    assert regel[3] == loket.kluis.hash("meekijkcode", code).hex()[:IN_HET_LOG]
    with pytest.raises(CodeNietGevonden):
        loket.meekijken.open("CCCCCC", NU, wie="medewerker:7")
    with loket.bestand.read() as db:
        assert db.execute("select count(*) from logboek").fetchone() == (1,)


def test_met_een_andere_sleutel_is_er_niets(loket: Loket) -> None:
    code = maak(loket)
    with pytest.raises(CodeNietGevonden):
        MeekijkStore(loket.bestand, Vault(("een-heel-andere-sleutel-" * 2,))).lees(code, NU)


def test_na_een_nieuwe_sleutel_werkt_de_oude_code_nog(loket: Loket) -> None:
    code = maak(loket)
    gewisseld = MeekijkStore(loket.bestand, Vault(("een-heel-andere-sleutel-" * 2, SLEUTEL)))
    assert gewisseld.lees(code, NU).delen == DELEN
    gewisseld.vergeet(code)
    assert aantal(loket) == 0


@pytest.mark.bestand
def test_in_het_bestand_staat_niets_leesbaars(loket: Loket, tmp_path: Path) -> None:
    code = loket.meekijken.maak(PDOK, taal="nl", versies=VERSIES, nu=NU)
    loket.meekijken.open(code, NU, wie="medewerker:1")
    inhoud = b"".join(
        pad.read_bytes() for pad in tmp_path.iterdir() if pad.name.startswith(PORTAL_DB)
    )
    assert b"meekijkcode_geopend" in inhoud, (
        "the log line is there, so this looks in the right place"
    )
    for geheim in (
        code,
        f"{code[:3]} {code[3:]}",
        "9951AD",
        "Kerkstraat",
        "Winsum",
        "53.331",
        "grensgeval",
    ):
        assert geheim.encode() not in inhoud


def aantal(loket: Loket) -> int:
    with loket.bestand.read() as db:
        return int(db.execute("select count(*) from meekijkcode").fetchone()[0])
