"""Looking in bulk leaves a line, shows no whole code, and cannot be passed on or hidden."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from flask import Flask

from portal.crypto.codes import show_code
from portal.helpdesk.inlogplicht import PAD
from portal.helpdesk.wachtrijpages import Melding
from portal.helpdesk.zoeken import ZOEKEN_GELDT
from portal.services import Loket
from portal.storage import audit_log
from portal.storage.audit_log import Action
from portal.terugbellen.rijen.daden import DAG
from portal.terugbellen.waarden.verzoek import Gesprekstaal, Verzoek
from tests.conftest import NU
from tests.helpdesk.conftest import formulierteken
from tests.pagina import Inspecteur, page_van
from tests.terugbellen.conftest import gegevens

Als = Callable[[str], Inspecteur]


@pytest.fixture
def wie(anna: Inspecteur, loket: Loket) -> str:
    """Anna, as the log names her."""
    return audit_log.medewerker(loket.medewerkers.met_naam("Anna").id)


@pytest.fixture
def zet_klok(monkeypatch: pytest.MonkeyPatch) -> Callable[[datetime], None]:
    return lambda op: monkeypatch.setattr("portal.clock.now", lambda: op)


@pytest.fixture
def verzoeken(loket: Loket) -> list[Verzoek]:
    """Three, for one number, in one tijdvak."""
    vak = loket.verzoeken.vrij(NU)[-1]
    return [loket.verzoeken.dien_in(u, gegevens(), vak, taal="nl", nu=NU) for u in ("a", "b", "c")]


def zoek(client: Inspecteur, loket: Loket, wat: str, **ook: str) -> str:
    """Where a search leads."""
    velden = {"zoek": wat, **ook, **formulierteken(client, loket)}
    return client.post(f"{PAD}/zoeken", data=velden).location


def gelogd(loket: Loket, *daden: Action) -> list[tuple[str, str]]:
    """Who, and about what; the newest last."""
    return [(regel.who, regel.about) for regel in reversed(loket.logboek.read(99, actions=daden))]


def test_elke_lijst_met_mensen_erin_staat_in_het_logboek(
    anna: Inspecteur, wie: str, loket: Loket, verzoeken: list[Verzoek]
) -> None:
    sleutel = verzoeken[0].tijdvak.sleutel
    for pad in ("lijst/open", "lijst/mijn", "lijst/open?vanaf=2", f"agenda?tijdvak={sleutel}"):
        anna.get(f"{PAD}/{pad}")
    anna.get(zoek(anna, loket, "0612345678"))
    anna.get(zoek(anna, loket, "0612345678", beller="ja"))
    anna.get(zoek(anna, loket, "klaas niemand"))
    gezien = ("open: 3", "open, vanaf 2: 1", f"{sleutel}: 3", "gevonden: 3", "gevonden: 3")
    assert gelogd(loket, Action.LIJST_BEKEKEN) == [(wie, wat) for wat in gezien]


def test_ook_de_wachtrij_en_wat_een_ander_heeft_staan_in_het_logboek(
    als: Als, wie: str, loket: Loket
) -> None:
    anna, _ = als("Anna"), als("Bert")
    van_bert, vak = loket.medewerkers.met_naam("Bert").id, loket.verzoeken.vrij(NU)[0]
    uid = loket.verzoeken.dien_in("a", gegevens(), vak, taal="nl", nu=NU).uid
    loket.behandelen.pak(uid, 1, wie=van_bert, nu=NU)
    for pad in ("", "overdragen", f"overdragen?van={van_bert}"):
        anna.get(f"{PAD}/{pad}")
    gezien = ("werk: 1", f"van {van_bert}: 1")
    assert gelogd(loket, Action.LIJST_BEKEKEN) == [(wie, wat) for wat in gezien]


def test_wie_er_nog_meer_op_een_nummer_staat_is_niet_ongezien_op_te_zoeken(
    anna: Inspecteur, wie: str, loket: Loket, verzoeken: list[Verzoek]
) -> None:
    """A request of one's own with the number of somebody else shows the name that goes with it."""
    vak = loket.verzoeken.vrij(NU)[0]
    eigen = gegevens(naam="Verzonnen", telefoon="+31501234567")
    loket.verzoeken.dien_in("mijneigen", eigen, vak, taal="nl", nu=NU, wie=wie)
    anna.get(f"{PAD}/verzoek/mijneigen")
    assert gelogd(loket, Action.LIJST_BEKEKEN) == [], "nobody else has this number"
    nieuw = gegevens(naam="Verzonnen", telefoon=verzoeken[0].gegevens.telefoon)
    loket.verbeteren.verbeter("mijneigen", 1, nieuw, nu=NU, wie=wie)
    for pad in ("verzoek/mijneigen", "nieuw/klaar/mijneigen"):
        assert verzoeken[0].gegevens.naam in anna.get(f"{PAD}/{pad}").text
    gezien = (wie, "zelfde nummer als mijneige: 3")
    assert gelogd(loket, Action.LIJST_BEKEKEN) == [gezien] * 2


def test_wie_eerst_door_een_filter_kijkt_ziet_de_rest_niet_ongezien(
    anna: Inspecteur, wie: str, loket: Loket
) -> None:
    vak = loket.verzoeken.vrij(NU)[0]
    for uid, taal in (("a", Gesprekstaal.ENGELS), ("b", Gesprekstaal.NEDERLANDS)):
        wens = gegevens(gesprekstaal=taal)
        loket.verzoeken.dien_in(uid, wens, vak, taal="nl", nu=NU)
    for vraag in ("?taal=en", "?taal=en", "", "?taal=nl", ""):
        anna.get(f"{PAD}/nu{vraag}")
    assert gelogd(loket, Action.LIJST_BEKEKEN) == [(wie, "werk: 1"), (wie, "werk: 2")]


def test_een_lijst_noemt_geen_hele_code(
    anna: Inspecteur, loket: Loket, verzoeken: list[Verzoek]
) -> None:
    for pad in (f"{PAD}/lijst/open", zoek(anna, loket, "0612345678")):
        blad = anna.get(pad).text
        for een in verzoeken:
            assert een.code[:3] in blad
            assert een.code not in blad
            assert show_code(een.code) not in blad
    assert show_code(verzoeken[0].code) in anna.get(f"{PAD}/verzoek/a").text, "to compare with"


@pytest.mark.parametrize("ook", [{}, {"beller": "ja"}])
def test_een_link_naar_wat_gevonden_is_is_van_een_sessie_en_een_uur(
    helpdesk: Flask, als: Als, loket: Loket, zet_klok: Callable[[datetime], None],
    verzoeken: list[Verzoek], ook: dict[str, str],
) -> None:  # fmt: skip
    anna, elders = als("Anna"), als("Anna")
    link = zoek(anna, loket, "0612345678", **ook)
    assert verzoeken[0].code[:3] in anna.get(link).text
    for ander in (als("Bert"), elders):
        naar = ander.get(link)
        assert naar.location == f"{PAD}/?melding={Melding.ZOEK_OPNIEUW}"
        assert page_van(ander.get(naar.location)).melding is Melding.ZOEK_OPNIEUW
    for minuten in (20, 40, 59):  # the session goes on
        zet_klok(NU + timedelta(minutes=minuten))
        assert anna.get(link).status_code == 200
    zet_klok(NU + ZOEKEN_GELDT)
    assert anna.get(link).location == f"{PAD}/?melding={Melding.ZOEK_OPNIEUW}"


def test_een_link_naar_wat_een_beller_zei_is_van_een_sessie_en_een_uur(
    als: Als, loket: Loket, zet_klok: Callable[[datetime], None]
) -> None:
    anna, elders = als("Anna"), als("Anna")
    velden = {"naam": "Geertje Proefpersoon", "uid": "abcdefghijklmnopqrstuv"}
    link = anna.post(f"{PAD}/nieuw", data=velden | formulierteken(anna, loket)).location
    assert velden["naam"] in anna.get(link).text
    for ander in (als("Bert"), elders):
        assert ander.get(link).location == f"{PAD}/nieuw"
    zet_klok(NU + timedelta(minutes=20))  # the session goes on
    loket.verzoeken.dien_in(
        velden["uid"], gegevens(), loket.verzoeken.vrij(NU)[-1], taal="nl", nu=NU
    )
    assert anna.get(link).location == f"{PAD}/nieuw/klaar/{velden['uid']}", "which is logged"
    for minuten in (40, 60):
        zet_klok(NU + timedelta(minutes=minuten))
        naar = anna.get(link).location
    assert naar == f"{PAD}/nieuw", "nor after an hour"


def test_ook_de_pagina_om_te_verwijderen_kijkt_niemand_ongezien_in(
    anna: Inspecteur, wie: str, loket: Loket, verzoeken: list[Verzoek]
) -> None:
    anna.get(f"{PAD}/verzoek/a/verwijderen")
    assert gelogd(loket, Action.VERZOEK_BEKEKEN) == [(wie, "a")]


@pytest.mark.parametrize(
    ("na", "gemerkt"),
    [(timedelta(0), True), (DAG - timedelta(seconds=1), True), (DAG, False)],
)
def test_wissen_met_de_code_binnen_een_dag_na_een_blik_noemt_wie_keek(
    anna: Inspecteur, wie: str, loket: Loket, verzoeken: list[Verzoek],
    na: timedelta, gemerkt: bool,
) -> None:  # fmt: skip
    """A colleague with the code and the number can come in by the door of the resident."""
    anna.get(f"{PAD}/verzoek/a")
    for uid in ("a", "b"):
        loket.verzoeken.verwijder(uid, nu=NU + na)
    assert gelogd(loket, Action.VERZOEK_VERWIJDERD) == [("bewoner", "a"), ("bewoner", "b")]
    assert gelogd(loket, Action.VERZOEK_GEWIST_NA_INZAGE) == ([(wie, "a")] if gemerkt else [])


def test_wie_het_in_de_helpdesk_wist_staat_er_zelf_en_dat_is_genoeg(
    anna: Inspecteur, wie: str, loket: Loket, verzoeken: list[Verzoek]
) -> None:
    anna.get(f"{PAD}/verzoek/a")
    velden = {"code": verzoeken[0].code, **formulierteken(anna, loket)}
    anna.post(f"{PAD}/verzoek/a/verwijderen", data=velden)
    assert gelogd(loket, Action.VERZOEK_VERWIJDERD, Action.VERZOEK_GEWIST_NA_INZAGE) == [(wie, "a")]
