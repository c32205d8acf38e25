"""A new key while the site runs: everything is found before, halfway and after, and finally the old
key opens nothing.
"""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest
from click.testing import Result
from pyotp import TOTP

from portal.clock import to_text
from portal.config.values import MIN_SECRET, is_guessable
from portal.crypto.vault import Vault, VaultError
from portal.medewerkers.medewerker import Medewerkerrol
from portal.onderhoud.sleutelwissel import SOORTEN, wissel
from portal.services import Loket
from portal.storage.key_check import WrongKey
from portal.terugbellen.rijen import concept, notities, verzoekrij, zoeken
from tests.conftest import NU, SLEUTEL
from tests.medewerkers import maak_account
from tests.onderhoud.conftest import dien_in, tel, zet_collega
from tests.opslag import bestand_van
from tests.terugbellen.conftest import KERK

NIEUW = "een-nieuwe-sleutel-van-de-tests-van-minstens-32"
BEIDE = (NIEUW, SLEUTEL)
KLAAR = "Alles is al geschreven met de sleutel die voorop staat."
Maak = Callable[..., Loket]
Opdracht = Callable[..., Result]


def vul(loket: Loket, aantal: int = 3) -> list[tuple[str, str]]:
    """Requests, a note, a meekijkcode and a second factor. Returns the code and last three digits
    of each request.
    """
    codes = []
    for n in range(aantal):
        verzoek = dien_in(
            loket,
            f"n{n}",
            telefoon=f"+3161234567{n}",
            naam=f"Proefpersoon {'abc'[n % 3] * 3}",
            adres=replace(KERK, regel_1=f"Kerkstraat 14-{n}"),
        )
        codes.append((verzoek.code, f"67{n}"))
    collega = zet_collega(loket)
    k = loket.kluis
    with loket.bestand.write() as db:
        (verzoek,) = verzoekrij.lees(db, k, "uid = 'n0'", [])
        notities.schrijf(db, k, verzoek, "een notitie", wie=collega, nu=NU)
        concept.bewaar(db, k, verzoek, {"tekst": "getypt"}, collega, NU)
        db.execute(
            "insert into doorgave (verzoek, merk, sporen, status, volgende_op, gemaakt_op)"
            " values (?, 'merk', ?, 'staat', ?, ?)",
            [verzoek.id, k.encrypt(b"{}", "doorgave:merk"), *[to_text(NU)] * 2],
        )
        db.execute(
            "insert into meekijkcode values (?, ?, ?, ?)",
            [
                k.hash("meekijkcode", "KFM4XT"),
                k.encrypt(b'{"code": "KFM4XT"}', "meekijkcode"),
                "",
                to_text(NU),
            ],
        )
        db.execute("update medewerker set totp = ?", [k.encrypt(b"geheim", f"totp:{collega}")])
    zet_collega(loket, "zonder tweede factor")
    return codes


def alles_te_vinden(loket: Loket, codes: list[tuple[str, str]]) -> None:
    k = loket.kluis
    for n, (code, drie) in enumerate(codes):
        assert loket.verzoeken.met_code(code, drie, NU).uid == f"n{n}"
    with loket.bestand.read() as db:
        for n in range(len(codes)):
            waar, hashes = verzoekrij.met_hash("telefoon", k, f"+3161234567{n}")
            assert [v.uid for v in verzoekrij.lees(db, k, waar, hashes)] == [f"n{n}"]
        assert len(zoeken.zoek(db, k, "naam", "proefpersoon")) == len(codes)
        (verzoek,) = verzoekrij.lees(db, k, "uid = 'n0'", [])
        assert [n.tekst for n in notities.lees(db, k, verzoek)] == ["een notitie"]
        ((wie,),) = db.execute("select medewerker from concept").fetchall()
        assert concept.lees(db, k, verzoek, wie) == {"tekst": "getypt"}
        rijen = db.execute("select code_hash, inhoud from meekijkcode").fetchall()
        ((hash_, inhoud),) = rijen
        assert hash_ in k.hashes("meekijkcode", "KFM4XT")
        assert k.decrypt(inhoud, "meekijkcode") == b'{"code": "KFM4XT"}'
        id_, totp = db.execute("select id, totp from medewerker where totp is not null").fetchone()
        assert k.decrypt(totp, f"totp:{id_}") == b"geheim"


def test_alles_is_te_vinden_voor_halverwege_en_na_de_wissel(
    maak_loket: Maak, opdracht: Opdracht
) -> None:
    codes = vul(maak_loket())
    beide = maak_loket(*BEIDE)
    alles_te_vinden(beide, codes)
    halverwege = wissel(beide.bestand, beide.kluis)
    assert next(halverwege) == ("verzoek", 3)
    alles_te_vinden(beide, codes)
    with pytest.raises(WrongKey):
        maak_loket(NIEUW)  # too soon: the site says so instead of showing less
    uit = opdracht("sleutel", "wisselen", sleutel=BEIDE)
    assert uit.exit_code == 0
    assert re.findall(r"^(\w+): (\d+) opnieuw", uit.output, re.MULTILINE) == [
        ("verzoek", "0"),
        ("meekijkcode", "1"),
        ("doorgave", "1"),
        ("medewerker", "1"),
        ("proef", "1"),
    ]
    assert "\nKlaar." in uit.output
    alles_te_vinden(maak_loket(NIEUW), codes)


def test_na_de_wissel_opent_de_oude_sleutel_niets_meer(
    maak_loket: Maak, opdracht: Opdracht
) -> None:
    vul(maak_loket())
    versie = maak_loket().verzoeken.met_uid("n0").versie
    assert opdracht("sleutel", "wisselen", sleutel=BEIDE).exit_code == 0
    oud, nieuw = Vault((SLEUTEL,)), Vault((NIEUW,))
    bestand = maak_loket(NIEUW).bestand
    with bestand.read() as db:
        for soort in SOORTEN:
            rijen = db.execute(soort.alle).fetchall()
            assert rijen
            for _, gesloten in rijen:
                assert nieuw.is_current(gesloten)
                with pytest.raises(VaultError):
                    oud.decrypt(gesloten, "")
        for veld, woord in (
            ("naam", "proefpersoon"),
            ("telefoon", "+31612345670"),
            ("adres", "9951AD"),
        ):
            assert zoeken.zoek(db, oud, veld, woord) == set()
            assert zoeken.zoek(db, nieuw, veld, woord)
    with pytest.raises(WrongKey):
        maak_loket()
    assert maak_loket(NIEUW).verzoeken.met_uid("n0").versie == versie, (
        "who has the page open sees no change"
    )


@pytest.mark.bestand
def test_na_de_wissel_staat_er_op_de_schijf_niets_meer_van_de_oude_sleutel(
    maak_loket: Maak, opdracht: Opdracht
) -> None:
    loket = maak_loket()
    vul(loket)
    with loket.bestand.read() as db:
        ((gesloten,),) = db.execute("select gegevens from verzoek where uid = 'n1'").fetchall()
    deel = gesloten[20:60]
    opdracht("sleutel", "wisselen", sleutel=BEIDE)
    assert not [pad for pad in bestand_van(loket).path.parent.iterdir() if deel in pad.read_bytes()]


def test_de_wissel_gaat_in_stapels_en_slaat_over_wat_al_gedaan_is(
    maak_loket: Maak, opdracht: Opdracht, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("portal.onderhoud.sleutelwissel.STAPEL", 2)
    codes = vul(maak_loket(), 5)
    assert "verzoek: 5 opnieuw" in opdracht("sleutel", "wisselen", sleutel=BEIDE).output
    assert KLAAR in opdracht("sleutel", "wisselen", sleutel=BEIDE).output
    alles_te_vinden(maak_loket(NIEUW), codes)


def test_een_rij_die_geen_sleutel_opent_stopt_de_wissel_met_een_zin_en_verliest_niets(
    maak_loket: Maak, opdracht: Opdracht
) -> None:
    loket = maak_loket()
    vul(loket)
    with loket.bestand.write() as db:
        db.execute("update notitie set tekst = ?", [bytes.fromhex("0000000011111111")])
    uit = opdracht("sleutel", "wisselen", sleutel=BEIDE)
    assert uit.exit_code == 1
    assert "Niet te lezen met PORTAL_SLEUTEL" in uit.output
    assert tel(maak_loket(*BEIDE), "notitie") == 1
    with pytest.raises(WrongKey):
        maak_loket(NIEUW)


def test_wie_de_opdracht_volgt_wisselt_de_sleutel(maak_loket: Maak, opdracht: Opdracht) -> None:
    """Each time the same command: it makes a key, waits for it to be in front, writes, and says
    that it is done. The site reads everything at each of the lines in its settings.
    """
    codes = vul(maak_loket())
    eerste = opdracht("sleutel", "wisselen")
    assert eerste.exit_code == 0
    (nieuw,) = re.findall(r"^Dit is de nieuwe sleutel: (\S+)$", eerste.output, re.MULTILINE)
    assert len(nieuw) >= MIN_SECRET
    assert not is_guessable(nieuw)
    achteraan, voorop = (SLEUTEL, nieuw), (nieuw, SLEUTEL)
    alles_te_vinden(maak_loket(*achteraan), codes)
    assert KLAAR in opdracht("sleutel", "wisselen", sleutel=achteraan).output
    assert "proef: 1 opnieuw" in opdracht("sleutel", "wisselen", sleutel=voorop).output
    assert KLAAR in opdracht("sleutel", "wisselen", sleutel=voorop).output
    alles_te_vinden(maak_loket(nieuw), codes)
    andere = opdracht("sleutel", "wisselen", sleutel=(nieuw,))
    assert nieuw not in andere.output, "the next time there is another one"


@pytest.mark.parametrize("antwoord", ["nee", "", "j", "jaja"])
def test_zonder_ja_verandert_er_niets(maak_loket: Maak, opdracht: Opdracht, antwoord: str) -> None:
    codes = vul(maak_loket())
    geen_nieuwe = opdracht("sleutel", "wisselen", antwoord=antwoord)
    assert geen_nieuwe.exit_code == 1
    assert "nieuwe sleutel" not in geen_nieuwe.output
    assert opdracht("sleutel", "wisselen", sleutel=BEIDE, antwoord=antwoord).exit_code == 1
    alles_te_vinden(maak_loket(), codes)  # still all with the old key alone


def test_geen_stap_toont_een_sleutel_die_er_al_was(maak_loket: Maak, opdracht: Opdracht) -> None:
    vul(maak_loket())
    for sleutel in ((SLEUTEL,), (SLEUTEL, NIEUW), BEIDE, BEIDE):
        uit = opdracht("sleutel", "wisselen", sleutel=sleutel).output
        assert not [geheim for geheim in BEIDE if geheim in uit]


def test_een_collega_logt_na_de_wissel_in_zoals_ervoor(
    maak_loket: Maak, opdracht: Opdracht
) -> None:
    """With the same second factor, and with a recovery code on paper, which depends on no key."""
    _, uitgifte = maak_account(maak_loket(), "Anna", Medewerkerrol.BEHEERDER)
    assert opdracht("sleutel", "wisselen", sleutel=BEIDE).exit_code == 0
    herken = maak_loket(NIEUW).herkenning.herken
    later = NU + timedelta(minutes=1)
    for code in (TOTP(uitgifte.geheim).at(later), uitgifte.herstelcodes[0]):
        medewerker = herken("Anna", uitgifte.wachtwoord, code, later)
        assert medewerker
        assert medewerker.naam == "Anna"
    assert herken("Anna", uitgifte.wachtwoord, "000000", later) is None
