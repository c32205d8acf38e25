"""Who may see which page of the helpdesk."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest

from portal.helpdesk.inlogplicht import COOKIE
from portal.medewerkers.medewerker import Medewerkerrol
from portal.medewerkers.sessies import BLIJFT, LANGST, RUST
from portal.services import Loket
from tests.conftest import NU, WISSEL, na
from tests.medewerkers import maak_account
from tests.pagina import Inspecteur


def token(client: Inspecteur) -> str:
    cookie = client.get_cookie(COOKIE)
    assert cookie
    return cookie.value


@pytest.mark.parametrize(
    ("na", "nog_erin"),
    [(timedelta(0), True), (RUST - timedelta(seconds=1), True), (RUST, False), (LANGST, False)],
)
def test_een_sessie_eindigt_na_een_half_uur_rust(
    als: Callable[[str], Inspecteur], loket: Loket, na: timedelta, nog_erin: bool
) -> None:
    wie = loket.sessies.lees(token(als("Anna")), NU + na)
    assert (wie.naam if wie else None) == ("Anna" if nog_erin else None)


@pytest.mark.parametrize("begin", WISSEL)
def test_in_de_nachten_dat_de_klok_verandert_duurt_een_half_uur_een_half_uur(
    als: Callable[[str], Inspecteur], loket: Loket, begin: datetime
) -> None:
    wie = loket.sessies.lees(token(als("Anna")), NU)
    assert wie
    sleutel = loket.sessies.begin(wie.id, apparaat="proef", nu=begin)
    assert loket.sessies.lees(sleutel, na(begin, RUST - timedelta(seconds=1)))
    assert loket.sessies.lees(sleutel, na(begin, 2 * RUST - timedelta(seconds=1))) is None


def test_wie_bezig_blijft_houdt_de_sessie_tot_tien_uur(
    als: Callable[[str], Inspecteur], loket: Loket
) -> None:
    sleutel, stap = token(als("Anna")), timedelta(minutes=20)
    for n in range(1, 30):
        assert loket.sessies.lees(sleutel, NU + n * stap)
    assert loket.sessies.lees(sleutel, NU + LANGST) is None


def test_wie_inlogt_terwijl_het_account_sluit_heeft_geen_sessie(
    als: Callable[[str], Inspecteur], loket: Loket
) -> None:
    """The password was right, then the account was closed, then the session begins."""
    als("Anna")
    wie = loket.medewerkers.met_naam("Anna")
    maak_account(loket, "Dirk", Medewerkerrol.BEHEERDER)
    loket.medewerkers.sluit(wie.id, nu=NU, wie="systeem")
    assert loket.sessies.lees(loket.sessies.begin(wie.id, apparaat="proef", nu=NU), NU) is None


def test_uitgelogd_is_ook_op_de_server_uit(als: Callable[[str], Inspecteur], loket: Loket) -> None:
    sleutel = token(als("Anna"))
    loket.sessies.eindig(sleutel, NU)
    assert loket.sessies.lees(sleutel, NU) is None


def test_van_een_ander_is_geen_sessie_te_beeindigen(
    als: Callable[[str], Inspecteur], loket: Loket
) -> None:
    anna, bert = token(als("Anna")), token(als("Bert"))
    wie_anna, wie_bert = loket.sessies.lees(anna, NU), loket.sessies.lees(bert, NU)
    assert wie_anna
    assert wie_bert
    loket.sessies.eindig_een(wie_bert.id, loket.sessies.sleutel(anna), NU)
    assert [s.sleutel for s in loket.sessies.van(wie_anna.id, NU)] == [loket.sessies.sleutel(anna)]
    loket.sessies.eindig_een(wie_anna.id, loket.sessies.sleutel(anna), NU)
    assert loket.sessies.van(wie_anna.id, NU) == ()


@pytest.mark.parametrize(("later", "blijven"), [(RUST, 2), (BLIJFT, 1)])
def test_sessies_die_voorbij_zijn_openen_niets_en_blijven_een_dag_staan(
    als: Callable[[str], Inspecteur], loket: Loket, later: timedelta, blijven: int
) -> None:
    oud, wie = token(als("Anna")), loket.medewerkers.met_naam("Anna")
    loket.sessies.begin(wie.id, apparaat="proef", nu=NU + later)
    assert loket.sessies.lees(oud, NU + later) is None
    assert loket.sessies.eigenaar(oud, NU + later) == (wie.id if blijven == 2 else None)
    with loket.bestand.read() as db:
        assert db.execute("select count(*) from sessie").fetchone() == (blijven,)
