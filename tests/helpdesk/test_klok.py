"""The clock of the server ran ahead for a while and was set right: what was written meanwhile seems
to come from the future. It must not give access until the clock gets there, keep anybody out, or
hide who looked.
"""

from datetime import datetime, timedelta

import pytest

from portal.medewerkers.medewerkerstore import GeenMedewerker
from portal.services import Loket
from portal.storage import audit_log
from portal.storage.audit_log import UNKNOWN, Action
from portal.terugbellen.rijen.daden import DAG, MAX_OP_EEN_DAG, TeVaak, controleer_vaak
from tests.conftest import NU, na
from tests.medewerkers import maak_account
from tests.pagina import Inspecteur
from tests.terugbellen.conftest import gegevens

JAAR = timedelta(days=365)
STRAKS = na(NU, JAAR)  # what the clock said when it was wrong


@pytest.mark.parametrize("nu", [NU, na(NU, timedelta(days=100))])
def test_een_sessie_uit_de_toekomst_is_voorbij(loket: Loket, nu: datetime) -> None:
    wie, _ = maak_account(loket, "Anna")
    token = loket.sessies.begin(wie.id, apparaat="proef", nu=STRAKS)
    loket.sessies.bevestig(token, STRAKS)
    assert loket.sessies.lees(token, nu) is None
    assert not loket.sessies.is_bevestigd(token, nu)
    assert loket.sessies.van(wie.id, nu) == ()


def test_en_komt_niet_terug_als_de_klok_daar_aankomt(loket: Loket) -> None:
    wie, _ = maak_account(loket, "Anna")
    token = loket.sessies.begin(wie.id, apparaat="proef", nu=STRAKS)
    loket.sessies.begin(wie.id, apparaat="proef", nu=NU)
    assert loket.sessies.lees(token, STRAKS) is None


def test_een_paar_seconden_terug_logt_niemand_uit(loket: Loket) -> None:
    wie, _ = maak_account(loket, "Anna")
    token = loket.sessies.begin(wie.id, apparaat="proef", nu=NU)
    assert loket.sessies.lees(token, na(NU, -timedelta(seconds=5))) == wie


def test_een_link_voor_een_account_uit_de_toekomst_werkt_niet(loket: Loket) -> None:
    wie, _ = maak_account(loket, "Anna")
    token = loket.uitnodigingen.geef(wie.id, nu=STRAKS, wie=audit_log.SYSTEM)
    with pytest.raises(GeenMedewerker):
        loket.uitnodigingen.van(token, NU)


@pytest.mark.parametrize("vooruit", [timedelta(hours=1), JAAR])
def test_wie_inlogde_toen_de_klok_voorliep_komt_er_nu_ook_in(
    loket: Loket, vooruit: timedelta
) -> None:
    wie, inlog = maak_account(loket, "Anna")
    for op in (na(NU, vooruit), NU):
        assert loket.herkenning.herken("Anna", inlog.wachtwoord, inlog.code(op), op) == wie
    nog_eens = loket.herkenning.herken("Anna", inlog.wachtwoord, inlog.code(NU), NU)
    assert nog_eens is None, "a code still works once"


def test_een_code_van_net_werkt_niet_nog_eens_als_de_klok_een_kwartier_teruggaat(
    loket: Loket,
) -> None:
    _, inlog = maak_account(loket, "Anna")
    later = na(NU, timedelta(minutes=15))
    for op, lukt in ((NU, True), (later, True), (NU, False)):
        wie = loket.herkenning.herken("Anna", inlog.wachtwoord, inlog.code(op), op)
        assert bool(wie) == lukt


def test_elke_blik_staat_in_het_logboek_ook_na_een_uit_de_toekomst(loket: Loket) -> None:
    wie, _ = maak_account(loket, "Anna")
    vak = loket.verzoeken.vrij(NU)[-1]
    uid = loket.verzoeken.dien_in("a", gegevens(), vak, taal="nl", nu=NU).uid
    for op in (STRAKS, NU):
        loket.behandelen.bekijk(uid, wie=wie.id, nu=op)
    regels = loket.logboek.read(9, actions=(Action.VERZOEK_BEKEKEN,))
    assert [regel.at for regel in regels] == [NU, STRAKS]
    ander, _ = maak_account(loket, "Bert")
    assert loket.behandelen.kijk(uid, wie=ander.id, nu=na(NU, -timedelta(hours=1)))[1] == ()


def test_een_lijst_die_zichzelf_vernieuwt_ook(anna: Inspecteur, loket: Loket) -> None:
    loket.verzoeken.dien_in("a", gegevens(), loket.verzoeken.vrij(NU)[-1], taal="nl", nu=NU)
    wie = loket.medewerkers.met_naam("Anna").id
    for op in (STRAKS, NU):
        loket.overzicht.log_lijst("werk", [1], wie=wie, nu=op, stil=timedelta(minutes=15))
    assert len(loket.logboek.read(9, actions=(Action.LIJST_BEKEKEN,))) == 2


def test_een_mislukking_telt_niet_bij_een_regel_van_de_toekomst(loket: Loket) -> None:
    for op in (STRAKS, NU):
        loket.herkenning.herken("niemand", "x", "000000", op)
    regels = loket.logboek.read(9, who=UNKNOWN, actions=(Action.INLOGGEN_MISLUKT,))
    assert [regel.at for regel in regels] == [NU, STRAKS]


def test_wat_een_bewoner_toen_deed_houdt_hem_nu_niet_tegen(loket: Loket) -> None:
    with loket.bestand.write() as db:
        for _ in range(MAX_OP_EEN_DAG):
            audit_log.write(
                db, Action.VERZOEK_VERPLAATST, who=audit_log.BEWONER, at=STRAKS, about="a"
            )
        controleer_vaak(db, "a", Action.VERZOEK_VERPLAATST, NU)
        with pytest.raises(TeVaak):
            controleer_vaak(db, "a", Action.VERZOEK_VERPLAATST, na(STRAKS, DAG / 2))
