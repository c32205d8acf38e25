"""What happens to a request: filed once, found by its code, moved, withdrawn, deleted.

None of it is readable without the key.
"""

import random
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import count
from pathlib import Path
from typing import Any

import pytest

from portal.clock import from_text, to_text
from portal.config.settings import PORTAL_DB
from portal.services import Loket
from portal.storage import audit_log
from portal.storage.audit_log import Action
from portal.storage.database import StorageUnavailable
from portal.storage.engine import open_durable
from portal.storage.key_check import WrongKey
from portal.storage.tables import TABLES
from portal.terugbellen.overzichten import lijsten
from portal.terugbellen.overzichten.lijsten import Wachtrijlijst
from portal.terugbellen.rijen import roosterstore
from portal.terugbellen.rijen.bezetting import TijdvakKanNiet, bezetting
from portal.terugbellen.rijen.daden import MAX_OP_EEN_DAG, TeVaak
from portal.terugbellen.rijen.mailrij import bewijzen
from portal.terugbellen.rijen.openstaand import MAX_OPEN, AlDrie
from portal.terugbellen.verzoekstore import NietOpen, Veranderd, VerzoekNietGevonden
from portal.terugbellen.waarden.behandeling import Gesprek, Resultaat
from portal.terugbellen.waarden.rooster import DUREN_MINUTEN, STANDAARD
from portal.terugbellen.waarden.tijdvakken import Tijdvak, tijdvakken
from portal.terugbellen.waarden.verzoek import Sluitreden, Status, Verzoek, Via
from rules.model import NEDERLANDSE_TIJD
from tests import opslag
from tests.conftest import NU, SLEUTEL
from tests.medewerkers import maak_account
from tests.opslag import bestand_van
from tests.terugbellen.conftest import KERK, bevestig_email, buur, gegevens

MORGEN = NU + timedelta(days=1)
# Whether somebody phoned stands in another table.
IN_DE_INDEX = [lijst for lijst in Wachtrijlijst if lijst not in ("te_laat", "nog_eens")]


def dien_in(
    loket: Loket, uid: str = "een", vak: int = 0, nu: datetime = NU, **anders: object
) -> Verzoek:
    return loket.verzoeken.dien_in(
        uid, gegevens(**anders), loket.verzoeken.vrij(nu)[vak], taal="nl", nu=nu
    )


def _verstuurd(loket: Loket) -> None:
    """All mail that waits has gone out."""
    with loket.bestand.write() as db:
        db.execute("update mail set status = 'verzonden'")


def test_wat_een_bewoner_vraagt_komt_er_precies_zo_weer_uit(loket: Loket) -> None:
    verzoek = dien_in(loket)
    terug = loket.verzoeken.met_code(verzoek.code, "678", NU)
    assert terug == verzoek
    assert terug.gegevens == gegevens()
    assert (terug.status, terug.via, terug.uitkomst, terug.versie) == (
        Status.OPEN,
        Via.BEWONER,
        "grensgeval",
        1,
    )
    assert terug.gemaakt_op == NU


def test_twee_keer_hetzelfde_formulier_is_een_verzoek(loket: Loket) -> None:
    eerste = dien_in(loket, "zelfde")
    assert dien_in(loket, "zelfde", vak=3, naam="Iemand Anders") == eerste
    with loket.bestand.read() as db:
        assert db.execute("select count(*) from verzoek").fetchone() == (1,)


@pytest.mark.parametrize(
    ("code", "drie"), [("goed", "679"), ("CCCCCC", "678"), ("CCCCCC", "000"), ("", "")]
)
def test_een_foute_code_en_foute_cijfers_geven_hetzelfde(
    loket: Loket, code: str, drie: str
) -> None:
    verzoek = dien_in(loket)
    with pytest.raises(VerzoekNietGevonden) as fout:
        loket.verzoeken.met_code(verzoek.code if code == "goed" else code, drie, NU)
    assert fout.value.args == ()


def test_een_vol_tijdvak_wordt_niet_meer_gegeven(loket: Loket) -> None:
    vak = loket.verzoeken.vrij(NU)[0]
    for n in range(4):
        dien_in(loket, f"n{n}", **buur(n))
    assert vak not in loket.verzoeken.vrij(NU)
    with pytest.raises(TijdvakKanNiet):
        loket.verzoeken.dien_in("vijf", gegevens(), vak, taal="nl", nu=NU)
    assert loket.verzoeken.met_uid("n3").status is Status.OPEN
    with pytest.raises(VerzoekNietGevonden):
        loket.verzoeken.met_uid("vijf")


def test_twintig_tegelijk_krijgen_samen_precies_de_plaatsen_die_er_zijn(loket: Loket) -> None:
    vak = loket.verzoeken.vrij(NU)[0]
    samen = threading.Barrier(20)

    def probeer(n: int) -> bool:
        samen.wait()
        try:
            loket.verzoeken.dien_in(f"n{n}", gegevens(**buur(n)), vak, taal="nl", nu=NU)
        except TijdvakKanNiet:
            return False
        return True

    with ThreadPoolExecutor(20) as draden:
        gelukt = list(draden.map(probeer, range(20)))
    assert sum(gelukt) == 4
    with loket.bestand.read() as db:
        assert db.execute("select count(*), count(distinct code_hash) from verzoek").fetchone() == (
            4,
            4,
        )


def test_twintig_tegelijk_met_een_nummer_krijgen_samen_drie_gesprekken(loket: Loket) -> None:
    vrij, samen = loket.verzoeken.vrij(NU), threading.Barrier(20)

    def probeer(n: int) -> bool:
        samen.wait()
        try:
            loket.verzoeken.dien_in(f"n{n}", gegevens(adres=None), vrij[n], taal="nl", nu=NU)
        except AlDrie as fout:
            return fout.waarop != "nummer"
        return True

    with ThreadPoolExecutor(20) as draden:
        assert sum(draden.map(probeer, range(20))) == MAX_OPEN
    with loket.bestand.read() as db:
        assert db.execute("select count(*) from verzoek").fetchone() == (MAX_OPEN,)


@pytest.mark.parametrize("waarop", ["nummer", "adres"])
def test_een_vierde_open_gesprek_mag_na_intrekken_of_van_een_collega(
    loket: Loket, waarop: str
) -> None:
    def wie(n: int) -> dict[str, Any]:
        return {"adres": None} if waarop == "nummer" else {**buur(n), "adres": KERK}

    for n in range(3):
        dien_in(loket, f"n{n}", vak=n, **wie(n))
    with pytest.raises(AlDrie) as fout:
        dien_in(loket, "vier", vak=3, **wie(3))
    assert fout.value.waarop == waarop
    assert not loket.verzoeken.is_ingediend("vier")
    assert dien_in(loket, "n0", vak=3, **wie(0)).uid == "n0", "the button pressed twice"
    vrij = loket.verzoeken.vrij(NU)[3]
    loket.verzoeken.dien_in("c", gegevens(**wie(4)), vrij, taal="nl", nu=NU, wie="medewerker:1")
    for uid in ("n0", "c"):
        loket.verzoeken.trek_in(uid, 1, nu=NU)
    assert dien_in(loket, "vier", vak=3, **wie(3)).status is Status.OPEN


def test_een_ander_huis_op_hetzelfde_huisnummer_telt_niet_mee_andere_antwoorden_wel(
    loket: Loket,
) -> None:
    antwoord = replace(KERK, delen=(*KERK.delen, "s"))
    flat = replace(KERK, regel_1="Kerkstraat 14A", delen=("9951AD", 14, "A", "", "Kerkstraat"))
    for n, adres in enumerate((KERK, antwoord, KERK, flat)):
        dien_in(loket, f"n{n}", vak=n, **{**buur(n), "adres": adres})
    with pytest.raises(AlDrie):
        dien_in(loket, "vier", vak=5, **{**buur(5), "adres": antwoord})


def test_wie_in_de_rij_een_minuut_stilstond_dient_gewoon_in(
    loket: Loket, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A machine paused between two looks at the clock: the wait is over before it begins."""
    minuten = count(0, 60)
    monkeypatch.setattr("portal.clock.monotonic", lambda: float(next(minuten)))
    assert dien_in(loket).status is Status.OPEN


def test_een_plaats_komt_vrij_wie_verplaatst_of_intrekt(loket: Loket) -> None:
    vak, later = loket.verzoeken.vrij(NU)[:2]
    for n in range(4):
        dien_in(loket, f"n{n}", **buur(n))
    assert loket.verzoeken.verplaats("n0", 1, later, nu=NU).tijdvak == later
    assert vak in loket.verzoeken.vrij(NU)
    dien_in(loket, "n4")
    assert loket.verzoeken.trek_in("n1", 1, nu=NU).status is Status.INGETROKKEN
    assert vak in loket.verzoeken.vrij(NU)


def test_verplaatsen_naar_een_vol_tijdvak_laat_alles_zoals_het_was(loket: Loket) -> None:
    vak, later = loket.verzoeken.vrij(NU)[:2]
    for n in range(4):
        dien_in(loket, f"n{n}", **buur(n))
    verzoek = dien_in(loket, "laat", vak=0)
    assert verzoek.tijdvak == later
    with pytest.raises(TijdvakKanNiet):
        loket.verzoeken.verplaats("laat", 1, vak, nu=NU)
    assert loket.verzoeken.met_uid("laat") == verzoek


def test_wie_een_oudere_versie_verandert_hoort_dat(loket: Loket) -> None:
    _, later, nog_later = loket.verzoeken.vrij(NU)[:3]
    dien_in(loket)
    loket.verzoeken.verplaats("een", 1, later, nu=NU)
    with pytest.raises(Veranderd) as fout:
        loket.verzoeken.verplaats("een", 1, nog_later, nu=NU)
    assert fout.value.verzoek.tijdvak == later
    with pytest.raises(Veranderd):
        loket.verzoeken.trek_in("een", 1, nu=NU)


def test_wat_ingetrokken_is_verandert_niet_meer(loket: Loket) -> None:
    dien_in(loket)
    loket.verzoeken.trek_in("een", 1, nu=NU)
    with pytest.raises(NietOpen):
        loket.verzoeken.verplaats("een", 2, loket.verzoeken.vrij(NU)[3], nu=NU)


def test_wat_verwijderd_is_wordt_met_hetzelfde_formulier_niet_opnieuw_ingediend(
    loket: Loket,
) -> None:
    """Or putting back a backup, which deletes again what the log calls deleted, would lose it."""
    dien_in(loket)
    loket.verzoeken.verwijder("een", nu=NU)
    assert loket.verzoeken.is_ingediend("een")
    with pytest.raises(VerzoekNietGevonden):
        dien_in(loket)


@pytest.mark.parametrize("smtp", ["smtps://post.example:465", ""])
def test_wat_er_met_een_gesprek_gebeurt_wordt_gemaild_als_er_mail_is(
    maak_loket: Callable[..., Loket], smtp: str
) -> None:
    loket = maak_loket(smtp=smtp)
    wie, _ = maak_account(loket, "Anna")
    _, een, twee, drie = loket.verzoeken.vrij(NU)[:4]
    dien_in(loket)
    bevestig_email(loket, "een")
    loket.verzoeken.verplaats("een", 1, een, nu=NU)
    loket.verzoeken.trek_in("een", 2, nu=NU)
    loket.behandelen.heropen("een", 3, None, wie=wie.id, nu=NU)
    loket.behandelen.leg_vast(
        "een",
        4,
        Gesprek(Resultaat.GEEN_GEHOOR, opnieuw=twee, buiten_mag=True),
        wie=wie.id,
        nu=NU,
    )
    loket.behandelen.sluit("een", 6, Sluitreden.BELT_ZELF, wie=wie.id, nu=NU)
    loket.behandelen.heropen("een", 7, drie, wie=wie.id, nu=NU)
    with loket.bestand.read() as db:
        soorten = [soort for (soort,) in db.execute("select soort from mail order by id")]
    # A kind that waits already is not queued again: it tells how it is when it goes.
    assert soorten == (["bevestiging", "verplaatst", "ingetrokken"] if smtp else [])


def test_een_bewoner_kiest_hooguit_vijf_keer_in_een_dag_een_andere_tijd(
    maak_loket: Callable[..., Loket],
) -> None:
    """A colleague may always, and tomorrow the resident too."""
    loket = maak_loket(smtp="smtps://post.example:465")
    dien_in(loket)
    vrij = loket.verzoeken.vrij(NU)[10:]
    for keer in range(1, MAX_OP_EEN_DAG + 1):
        loket.verzoeken.verplaats("een", keer, vrij[keer], nu=NU)
    versie = MAX_OP_EEN_DAG + 1
    with pytest.raises(TeVaak):
        loket.verzoeken.verplaats("een", versie, vrij[0], nu=MORGEN - timedelta(seconds=1))
    loket.verzoeken.verplaats("een", versie, vrij[8], nu=NU, wie=audit_log.medewerker(1))
    loket.verzoeken.verplaats("een", versie + 1, vrij[9], nu=MORGEN)
    assert loket.verzoeken.met_uid("een").tijdvak == vrij[9]


def test_een_mailadres_dat_niemand_bevestigt_krijgt_een_mail_per_verzoek(
    maak_loket: Callable[..., Loket],
) -> None:
    loket = maak_loket(smtp="smtps://post.example:465")
    vrij = loket.verzoeken.vrij(NU)
    for uid in ("een", "ander"):
        dien_in(loket, uid)
        loket.verzoeken.verplaats(uid, 1, vrij[5], nu=NU)
    loket.verzoeken.trek_in("een", 2, nu=NU)
    bevestig_email(loket, "ander")
    loket.verzoeken.trek_in("ander", 2, nu=NU)
    with loket.bestand.read() as db:
        rijen = db.execute(
            "select uid, soort from mail join verzoek v on v.id = verzoek order by mail.id"
        ).fetchall()
    assert rijen == [("een", "bevestiging"), ("ander", "bevestiging"), ("ander", "ingetrokken")]


@pytest.mark.parametrize("bewijs", ["", "een", "0" * 32 + "een", "é" * 40, "een" + "0" * 32])
def test_wie_de_mail_niet_las_kan_het_adres_niet_bevestigen(loket: Loket, bewijs: str) -> None:
    """Not with the uid, which stands in the calendar file, nor with what is of another request."""
    dien_in(loket)
    dien_in(loket, "ander")
    van_ander = bewijzen(loket.kluis, "ander")[0][:32] + "een"
    for geprobeerd in (bewijs, van_ander):
        with pytest.raises(VerzoekNietGevonden):
            loket.verzoeken.bevestig_email(geprobeerd, nu=NU)
    assert not loket.verzoeken.met_uid("een").email_bevestigd


def test_het_bewijs_uit_een_mail_van_voor_een_nieuwe_sleutel_werkt_nog(
    maak_loket: Callable[..., Loket],
) -> None:
    oud = maak_loket()
    dien_in(oud)
    (bewijs,) = bewijzen(oud.kluis, "een")
    loket = maak_loket(sleutel=(SLEUTEL[::-1], SLEUTEL))
    for _ in range(2):  # the button pressed twice
        loket.verzoeken.bevestig_email(bewijs, nu=NU)
    assert loket.verzoeken.met_uid("een").email_bevestigd
    with loket.bestand.read() as db:
        daden = [regel.action for regel in audit_log.lines_about(db, "een")]
    assert daden.count(Action.EMAIL_BEVESTIGD) == 1


@pytest.mark.bestand
def test_een_verzoek_van_voor_deze_kolom_houdt_zijn_mails(loket: Loket) -> None:
    """Its mail had no link to confirm; the release before this one writes such rows too."""
    dien_in(loket)
    with loket.bestand.write() as db:
        weg = "delete from _sqlite_migrations where name like 'm005%' returning name"
        assert len(db.execute(weg).fetchall()) == 1
        db.execute("alter table verzoek drop column email_bevestigd")
    bestand_van(loket).migrate()
    assert loket.verzoeken.met_uid("een").email_bevestigd


def test_dat_ook_een_ander_om_dit_nummer_vroeg_wordt_een_keer_per_dag_gemaild(
    maak_loket: Callable[..., Loket],
) -> None:
    """And not about a conversation that is off. A stranger cannot fill a mailbox."""
    loket = maak_loket(smtp="smtps://post.example:465")
    for uid in ("af", "een"):
        dien_in(loket, uid)
        bevestig_email(loket, uid)
    loket.verzoeken.trek_in("af", 1, nu=NU)
    for n, later in enumerate((0, 1, 23, 24, 25)):
        nu = NU + timedelta(hours=later)
        _verstuurd(loket)
        loket.verzoeken.dien_in(
            f"n{n}",
            gegevens(email=""),
            loket.verzoeken.vrij(nu)[-1 - n],
            taal="nl",
            nu=nu,
            wie="medewerker:1",
        )
    with loket.bestand.read() as db:
        rijen = db.execute(
            "select uid, mail.gemaakt_op from mail join verzoek on verzoek.id = verzoek"
            " where soort = 'ook_gevraagd' order by mail.id"
        ).fetchall()
    assert rijen == [
        ("af", "2026-11-24T08:05:00Z"),  # when "een" asked, "af" was still on
        ("een", "2026-11-24T08:05:00Z"),
        ("een", "2026-11-25T08:05:00Z"),
    ]


def test_na_verwijderen_is_er_alleen_een_regel_zonder_persoon(loket: Loket) -> None:
    verzoek = dien_in(loket)
    loket.verzoeken.verwijder("een", nu=NU)
    with pytest.raises(VerzoekNietGevonden):
        loket.verzoeken.met_code(verzoek.code, "678", NU)
    with loket.bestand.read() as db:
        vol = {tabel for tabel in TABLES if opslag.tel(db, tabel)}
        # misgeraden: that a code was looked up that is gone
        blijft = {"proef", "logboek", "verwijderd", "misgeraden", "telling", "weektelling"}
        assert vol == blijft
        assert db.execute("select wat, aantal, waarom from verwijderd").fetchone() == (
            "verzoek",
            1,
            "gevraagd",
        )
        assert db.execute("select uitkomst, verzoeken from telling").fetchone() == ("grensgeval", 1)


def test_een_sluitingsdag_die_later_komt_laat_de_verzoeken_staan_maar_geeft_geen_nieuwe(
    loket: Loket,
) -> None:
    verzoek = dien_in(loket, vak=4)
    dag = verzoek.tijdvak.dag
    with loket.bestand.write() as db:
        roosterstore.bewaar(
            db, replace(STANDAARD, gesloten={dag: "studiedag"}), medewerker=None, nu=NU
        )
    assert loket.verzoeken.met_uid("een") == verzoek
    assert dag not in {vak.dag for vak in loket.verzoeken.vrij(NU)}
    with pytest.raises(TijdvakKanNiet):
        loket.verzoeken.dien_in("twee", gegevens(), verzoek.tijdvak, taal="nl", nu=NU)


def test_ander_rooster_telt_wie_er_al_staat_mee(loket: Loket) -> None:
    """Four people on 11-13; with tijdvakken of an hour both 11-12 and 12-13 are full."""
    for n in range(4):
        dien_in(loket, f"n{n}", **buur(n))
    oud = loket.verzoeken.met_uid("n0").tijdvak
    with loket.bestand.write() as db:
        roosterstore.bewaar(db, replace(STANDAARD, duur_minuten=60), medewerker=None, nu=NU)
    assert not [
        vak for vak in loket.verzoeken.vrij(NU) if vak.begin < oud.eind and vak.eind > oud.begin
    ]


@pytest.mark.parametrize("duur", DUREN_MINUTEN)
def test_alle_plaatsen_samen_tellen_is_ze_een_voor_een_tellen(loket: Loket, duur: int) -> None:
    """Also where requests of an older rooster, of any length, touch a tijdvak from either side."""
    gooi = random.Random(duur)  # noqa: S311 - the same each time
    with loket.bestand.write() as db:
        for n in range(300):
            lengte = timedelta(minutes=gooi.choice(DUREN_MINUTEN))
            vak = Tijdvak(
                begin := NU + timedelta(minutes=30 * gooi.randrange(-48, 48 * 14)), begin + lengte
            )
            status = gooi.choice(["open", "open", "gesloten", "ingetrokken"])
            db.execute(
                "insert into verzoek"
                " (uid, toegang_hash, code_hash, telefoon_hash, gegevens, begin, eind, status,"
                " uitkomst, taal,"
                " via, gemaakt_op) values (?, ?, ?, ?, ?, ?, ?, ?, '', 'nl', 'bewoner', ?)",
                [
                    str(n),
                    *[str(n).encode()] * 2,
                    *[b""] * 2,
                    *map(to_text, (vak.begin, vak.eind)),
                    status,
                    to_text(NU),
                ],
            )
        vakken = tijdvakken(replace(STANDAARD, duur_minuten=duur), NU)
        open_ = [(from_text(van), from_text(tot)) for van, tot in db.execute(
            "select begin, eind from verzoek where status = 'open'"
        )]  # fmt: skip
        verwacht = [sum(van < vak.eind and tot > vak.begin for van, tot in open_) for vak in vakken]
        assert bezetting(db, vakken) == verwacht == [bezetting(db, [vak])[0] for vak in vakken]
        assert max(verwacht) > 1
        assert bezetting(db, ()) == []


@pytest.mark.bestand
def test_een_bestand_van_voor_deze_index_krijgt_hem_en_houdt_alles(loket: Loket) -> None:
    verzoek = dien_in(loket)
    with loket.bestand.write() as db:
        weg = "delete from _sqlite_migrations where name like '%_in_de_index' returning name"
        assert len(db.execute(weg).fetchall()) == 2
        db.execute("drop index verzoek_begin")
        db.execute("create index verzoek_begin on verzoek (begin) where status = 'open'")
    bestand_van(loket).migrate()
    with loket.bestand.read() as db:
        ((sql,),) = db.execute(
            "select sql from sqlite_master where name = 'verzoek_begin'"
        ).fetchall()
    assert "(begin, eind, elders, medewerker, misgeraden)" in sql
    assert loket.verzoeken.met_uid("een") == verzoek


@pytest.mark.bestand
def test_plaatsen_tellen_leest_geen_enkel_verzoek(loket: Loket) -> None:
    """Of thousands of requests it reads two columns of an index, and no rows."""
    gevraagd: list[str] = []
    with loket.bestand.read() as db:
        db.set_trace_callback(gevraagd.append)  # type: ignore[attr-defined]  # SQLite's own
        bezetting(db, tijdvakken(STANDAARD, NU))
        db.set_trace_callback(None)  # type: ignore[attr-defined]
        stappen = [
            hoe
            for *_, hoe in db.execute(f"explain query plan {gevraagd[0]}")
            if "subquery" not in hoe
        ]
    assert len(gevraagd) == 1
    assert stappen == ["SEARCH verzoek USING COVERING INDEX verzoek_begin (begin>? AND begin<?)"]


@pytest.mark.bestand
@pytest.mark.parametrize("lijst", IN_DE_INDEX)
def test_een_lijst_tellen_leest_geen_enkel_verzoek(loket: Loket, lijst: Wachtrijlijst) -> None:
    waar, waarden = lijsten.voorwaarde(lijst, 1, NU)
    vraag = f"explain query plan select count(*) from verzoek where {waar}"  # noqa: S608 - of lijsten.py
    with loket.bestand.read() as db:
        (stap,) = [hoe for *_, hoe in db.execute(vraag, waarden).fetchall()]
    assert "USING COVERING INDEX" in stap


def test_een_gekozen_tijdvak_is_er_zolang_het_te_vragen_is(loket: Loket) -> None:
    vol = loket.verzoeken.vrij(NU)[0]
    for n in range(4):
        assert loket.verzoeken.vrij_op(vol.sleutel, NU) == (vol,)
        dien_in(loket, f"n{n}", **buur(n))
    assert loket.verzoeken.vrij_op(vol.sleutel, NU) == ()
    vrij = loket.verzoeken.vrij(NU)
    assert [vak for t in vrij for vak in loket.verzoeken.vrij_op(t.sleutel, NU)] == list(vrij)
    assert loket.verzoeken.vrij_op(vrij[0].sleutel, vrij[0].begin) == ()
    assert loket.verzoeken.vrij_op("", NU) == loket.verzoeken.vrij_op("2026-11-24T00:00Z", NU) == ()


# What lies on the disk ----------------------------------------------------------------------------


@pytest.mark.bestand
def test_in_de_bestanden_staat_niets_leesbaars_van_een_bewoner(
    loket: Loket, tmp_path: Path
) -> None:
    verzoek = dien_in(loket)
    geheim = [
        verzoek.code,
        "Geertje",
        "geertje",
        "Proefpersoon",
        "612345678",
        "voorbeeld.example",
        "klok",
        "Kerkstraat",
        "9951AD",
        "9951 AD",  # four digits alone can be the microseconds of a moment
    ]
    gelezen = {pad.name: pad.read_bytes() for pad in tmp_path.iterdir()}
    assert f"{PORTAL_DB}-wal" in gelezen
    assert b"grensgeval" in gelezen[f"{PORTAL_DB}-wal"], "the search itself works"
    for naam, inhoud in gelezen.items():
        for tekst in geheim:
            assert tekst.encode() not in inhoud, f"{tekst} in {naam}"


def test_zonder_de_sleutel_start_de_site_niet(maak_loket: Callable[..., Loket]) -> None:
    maak_loket()
    with pytest.raises(WrongKey):
        maak_loket(sleutel=("een-heel-andere-sleutel-van-minstens-32-tekens",))
    nieuw = maak_loket(sleutel=("een-heel-andere-sleutel-van-minstens-32-tekens", SLEUTEL))
    dien_in(nieuw)


def test_een_verzoek_van_voor_een_nieuwe_sleutel_is_met_beide_te_vinden(
    maak_loket: Callable[..., Loket],
) -> None:
    verzoek = dien_in(maak_loket())
    nieuw = maak_loket(sleutel=("een-heel-andere-sleutel-van-minstens-32-tekens", SLEUTEL))
    assert nieuw.verzoeken.met_code(verzoek.code, "678", NU) == verzoek


def test_gegevens_van_de_een_in_de_rij_van_de_ander_zijn_niet_te_lezen(loket: Loket) -> None:
    dien_in(loket, "een")
    dien_in(loket, "twee")
    with loket.bestand.write() as db:
        db.execute(
            "update verzoek set gegevens = (select gegevens from verzoek where uid = 'een')"
            " where uid = 'twee'"
        )
    with pytest.raises(Exception, match="van een andere plek"):
        loket.verzoeken.met_uid("twee")


# When the disk does not do what it should ---------------------------------------------------------


@pytest.mark.bestand
def test_een_database_die_een_ander_bezet_houdt_is_een_fout_en_geen_verzoek(
    loket: Loket, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("portal.storage.engine.BUSY_SECONDS", 0.05)
    vak = loket.verzoeken.vrij(NU)[0]
    loket.bestand.close()
    vreemde = open_durable(tmp_path / PORTAL_DB)
    vreemde.execute("begin immediate")
    with pytest.raises(StorageUnavailable):
        loket.verzoeken.dien_in("een", gegevens(), vak, taal="nl", nu=NU)
    vreemde.execute("rollback")
    vreemde.close()
    with pytest.raises(VerzoekNietGevonden):
        loket.verzoeken.met_uid("een")
    assert dien_in(loket).uid == "een"


@pytest.mark.bestand
def test_wie_te_lang_in_de_rij_staat_hoort_dat_het_nu_niet_kan(
    loket: Loket, maak_loket: Callable[..., Loket], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("portal.storage.database.WAIT_SECONDS", 0.05)
    ander = maak_loket()
    with bestand_van(ander).exclusively(), pytest.raises(StorageUnavailable):
        dien_in(loket)
    dien_in(loket)


@pytest.mark.bestand
def test_een_kapot_bestand_is_een_fout_en_geen_leeg_antwoord(loket: Loket, tmp_path: Path) -> None:
    dien_in(loket)
    loket.bestand.close()
    (tmp_path / PORTAL_DB).write_bytes(b"kapot" * 4000)
    with pytest.raises(StorageUnavailable):
        loket.verzoeken.met_uid("een")


def test_een_verplaatsing_om_middernacht_blijft_in_nederlandse_tijd(loket: Loket) -> None:
    nacht = datetime(2026, 12, 31, 23, 59, tzinfo=NEDERLANDSE_TIJD)
    verzoek = dien_in(loket, nu=nacht)
    assert verzoek.gemaakt_op == nacht
    assert f"{verzoek.tijdvak.begin.astimezone(NEDERLANDSE_TIJD):%d-%m-%Y %H}" == "04-01-2027 11"


def test_de_klok_van_morgen_geeft_andere_tijdvakken(loket: Loket) -> None:
    assert set(loket.verzoeken.vrij(MORGEN)) != set(loket.verzoeken.vrij(NU))
