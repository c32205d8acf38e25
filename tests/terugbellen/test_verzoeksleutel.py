"""The key of a request: without it nothing that was written about the request can be read."""

from collections.abc import Callable

import pytest

from portal.crypto.vault import VaultError
from portal.services import Loket
from portal.terugbellen.rijen import concept, notities, verzoekrij, verzoeksleutel
from portal.terugbellen.waarden.verzoek import Verzoek
from tests.conftest import NU
from tests.onderhoud.conftest import dien_in
from tests.terugbellen.conftest import ANNA, buur

NOTITIE, GETYPT = "De buurvrouw is mevrouw Proef.", {"tekst": "Morgen weer"}


def vul(loket: Loket, uid: str = "een", n: int = 0) -> Verzoek:
    """A request with a note and what Anna is typing."""
    verzoek = dien_in(loket, uid, **buur(n))
    with loket.bestand.write() as db:
        notities.schrijf(db, loket.kluis, verzoek, NOTITIE, wie=ANNA, nu=NU)
        concept.bewaar(db, loket.kluis, verzoek, GETYPT, ANNA, NU)
    return verzoek


def lees(loket: Loket, uid: str = "een") -> tuple[str, list[str], dict[str, str]]:
    """All that can be read of it. Raises VaultError."""
    with loket.bestand.read() as db:
        (verzoek,) = verzoekrij.lees(db, loket.kluis, "uid = ?", [uid])
        teksten = [n.tekst for n in notities.lees(db, loket.kluis, verzoek)]
        return verzoek.gegevens.naam, teksten, concept.lees(db, loket.kluis, verzoek, ANNA)


def maak_oud(loket: Loket, verzoek: Verzoek) -> None:
    """As the site wrote it before requests had a key: all with the operator's."""
    kluis = loket.kluis
    with loket.bestand.write() as db:
        sleutel = verzoeksleutel.van(db, kluis, verzoek.id, verzoek.uid)
        ((gegevens,),) = db.execute(
            "select gegevens from verzoek where id = ?", [verzoek.id]
        ).fetchall()
        plek = verzoekrij.plek(verzoek.uid)
        gegevens = kluis.encrypt(sleutel.decrypt(gegevens, plek), plek)
        db.execute("update verzoek set gegevens = ? where id = ?", [gegevens, verzoek.id])
        for tabel, module in (("notitie", notities), ("concept", concept)):
            for id_, tekst in module.opnieuw(db, verzoek, sleutel, kluis):
                db.execute(f"update {tabel} set tekst = ? where id = ?", [tekst, id_])  # noqa: S608
        db.execute("delete from verzoeksleutel where verzoek = ?", [verzoek.id])


def sleutels(loket: Loket) -> dict[int, bytes]:
    with loket.bestand.read() as db:
        return dict(db.execute("select verzoek, sleutel from verzoeksleutel"))


def test_elk_verzoek_heeft_een_sleutel_van_zichzelf(met_collegas: Loket) -> None:
    een, ander = vul(met_collegas), vul(met_collegas, "ander", 1)
    assert sleutels(met_collegas).keys() == {een.id, ander.id}
    with met_collegas.bestand.read() as db:
        gesloten = db.execute("select gegevens from verzoek where uid = 'een'").fetchone()[0]
        with pytest.raises(VaultError):
            met_collegas.kluis.decrypt(gesloten, verzoekrij.plek("een"))
    with met_collegas.bestand.write() as db:
        db.execute(
            "update verzoeksleutel set sleutel = (select sleutel from verzoeksleutel"
            " where verzoek = ?) where verzoek = ?",
            [ander.id, een.id],
        )
    with pytest.raises(VaultError):
        lees(met_collegas)
    assert lees(met_collegas, "ander")[1] == [NOTITIE]


def test_wie_een_verzoek_wist_wist_de_sleutel(met_collegas: Loket) -> None:
    verzoek = vul(met_collegas)
    with met_collegas.bestand.write() as db:
        verzoekrij.verwijder(db, {verzoek.id: "een"}, wie="proef", nu=NU, waarom="proef")
    assert sleutels(met_collegas) == {}


def test_zonder_die_sleutel_is_er_niets_meer_van_te_lezen(met_collegas: Loket) -> None:
    """What a database may still hold of a deleted request: each row but the one of the key."""
    verzoek = vul(met_collegas)
    with met_collegas.bestand.write() as db:
        db.execute("delete from verzoeksleutel where verzoek = ?", [verzoek.id])
    with met_collegas.bestand.read() as db:
        for lees_ in (
            lambda: verzoekrij.lees(db, met_collegas.kluis, "uid = 'een'", []),
            lambda: notities.lees(db, met_collegas.kluis, verzoek),
            lambda: concept.lees(db, met_collegas.kluis, verzoek, ANNA),
        ):
            with pytest.raises(VaultError):
                lees_()


def test_wat_er_al_was_krijgt_bij_de_start_een_sleutel(
    met_collegas: Loket, maak_loket: Callable[..., Loket]
) -> None:
    maak_oud(met_collegas, vul(met_collegas))
    assert lees(met_collegas)[1:] == ([NOTITIE], GETYPT), "also before it has one"
    maak_loket()
    eerst = sleutels(met_collegas)
    assert len(eerst) == 1
    assert lees(met_collegas)[1:] == ([NOTITIE], GETYPT)
    maak_loket()
    assert sleutels(met_collegas) == eerst, "once"


def test_een_notitie_die_niet_te_lezen_is_laat_alles_zoals_het_was(
    met_collegas: Loket, maak_loket: Callable[..., Loket]
) -> None:
    verzoek = vul(met_collegas)
    maak_oud(met_collegas, verzoek)
    with met_collegas.bestand.write() as db:
        notities.schrijf(db, met_collegas.kluis, verzoek, "nog een", wie=ANNA, nu=NU)
        db.execute("update notitie set tekst = ? where id = (select max(id) from notitie)", [b"\0"])
    maak_loket()
    assert sleutels(met_collegas) == {}
    with met_collegas.bestand.read() as db:
        (nog,) = verzoekrij.lees(db, met_collegas.kluis, "uid = 'een'", [])
        assert concept.lees(db, met_collegas.kluis, nog, ANNA) == GETYPT
