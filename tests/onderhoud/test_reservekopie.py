"""A backup is whole, private and checked; what is restored is whole, and a bad backup changes
nothing.

While the site runs, and when the command is killed halfway: tests/storing/test_reservekopie.py.
"""

import shutil
import stat
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from click.testing import Result

from portal.clock import to_text
from portal.config.settings import PORTAL_DB
from portal.medewerkers.medewerker import Medewerkerrol
from portal.onderhoud import reservekopie
from portal.services import Loket
from portal.storage.audit_log import Action
from portal.storage.database import StorageUnavailable
from portal.storage.engine import open_durable
from portal.storage.replacement import only_us
from portal.terugbellen.verzoekstore import VerzoekNietGevonden
from portal.terugbellen.waarden.verzoek import Status
from tests.conftest import NU
from tests.medewerkers import Inlog, maak_account, stel_in
from tests.onderhoud.conftest import dien_in, uids, zet_collega
from tests.onderhoud.test_sleutelwissel import BEIDE, NIEUW
from tests.opslag import bestand_van
from tests.terugbellen.conftest import buur

pytestmark = pytest.mark.bestand

Maak = Callable[..., Loket]
Opdracht = Callable[..., Result]


@pytest.fixture
def kopie(tmp_path: Path) -> Path:
    map_ = tmp_path / "elders"
    map_.mkdir()
    return map_ / "portal-kopie.sqlite"


def test_wat_in_de_kopie_zit_komt_precies_zo_terug(
    loket: Loket, opdracht: Opdracht, kopie: Path
) -> None:
    verzoek = dien_in(loket)
    uit = opdracht("backup", "maken", str(kopie))
    assert uit.exit_code == 0, uit.output
    assert "Terugbelverzoeken: 1." in uit.output
    loket.verzoeken.trek_in("een", 1, nu=NU)
    dien_in(loket, "later")
    uit = opdracht("backup", "terugzetten", str(kopie))
    assert uit.exit_code == 0, uit.output
    assert uit.output.splitlines()[:3] == [
        "Teruggezet. Terugbelverzoeken: 1.",
        "Opnieuw verwijderd, omdat ze na de kopie verwijderd waren: 0.",
        "Van na de kopie, en er nu niet meer: 1.",
    ]
    assert loket.verzoeken.met_code(verzoek.code, "678", NU) == verzoek, (
        "by who had the file open all the time"
    )
    assert uids(loket) == {"een"}


def test_een_kopie_is_alleen_voor_de_beheerder_en_ligt_er_heel_of_niet(
    loket: Loket, opdracht: Opdracht, kopie: Path
) -> None:
    dien_in(loket)
    opdracht("backup", "maken", str(kopie))
    assert stat.S_IMODE(kopie.stat().st_mode) == 0o600
    assert [pad.name for pad in kopie.parent.iterdir()] == [kopie.name]
    assert b"Geertje" not in kopie.read_bytes()
    inhoud = kopie.read_bytes()
    uit = opdracht("backup", "maken", str(kopie))
    assert uit.exit_code == 1
    assert "bestaat al" in uit.output
    assert kopie.read_bytes() == inhoud


def test_een_kopie_naar_een_plek_die_er_niet_is_is_een_zin(
    loket: Loket, opdracht: Opdracht, tmp_path: Path
) -> None:
    uit = opdracht("backup", "maken", str(tmp_path / "weg" / "kopie"))
    assert uit.exit_code == 1
    assert uit.output == f"Fout: Geen reservekopie gemaakt: de map {tmp_path / 'weg'} is er niet.\n"


def test_het_bestand_van_voor_het_terugzetten_blijft_bewaard_en_is_terug_te_zetten(
    loket: Loket, opdracht: Opdracht, kopie: Path
) -> None:
    dien_in(loket)
    opdracht("backup", "maken", str(kopie))
    dien_in(loket, "later")
    opdracht("backup", "terugzetten", str(kopie))
    bewaard = bestand_van(loket).path.with_name("portal.sqlite.voor-terugzetten-20261124-090500")
    assert stat.S_IMODE(bewaard.stat().st_mode) == 0o600
    assert (
        opdracht("backup", "terugzetten", str(bewaard), nu=NU + timedelta(minutes=1)).exit_code == 0
    )
    assert uids(loket) == {"een", "later"}


def kapot(inhoud: bytes) -> bytes:
    return inhoud[: len(inhoud) // 2] + b"kapot" * 2000 + inhoud[len(inhoud) // 2 + 10_000 :]


@pytest.mark.parametrize(
    "maak_kapot",
    [
        kapot,
        lambda inhoud: inhoud[:-5000],
        lambda inhoud: inhoud[:100],
        lambda _: b"",
        lambda _: b"geen database",
    ],
    ids=["midden", "afgekapt", "alleen het begin", "leeg", "iets anders"],
)
def test_een_beschadigde_kopie_verandert_niets(
    loket: Loket, opdracht: Opdracht, kopie: Path, maak_kapot: Callable[[bytes], bytes]
) -> None:
    for n in range(20):
        dien_in(loket, f"n{n}", nu=NU + timedelta(days=n), **buur(n))
    opdracht("backup", "maken", str(kopie))
    kopie.write_bytes(maak_kapot(kopie.read_bytes()))
    dien_in(loket, "later", nu=NU + timedelta(days=30))
    voor = {pad.name for pad in bestand_van(loket).path.parent.iterdir()}
    uit = opdracht("backup", "terugzetten", str(kopie))
    assert uit.exit_code == 1
    assert "Niet teruggezet" in uit.output
    assert "Er is niets veranderd." in uit.output
    assert "later" in uids(loket)
    assert {pad.name for pad in bestand_van(loket).path.parent.iterdir()} - voor <= {
        "terugzetten.slot"
    }


@pytest.mark.parametrize("wat", ["/dev/null", "/dev/zero"])
def test_wat_geen_bestand_is_wordt_niet_gekopieerd(
    loket: Loket, opdracht: Opdracht, wat: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """/dev/zero filled the disk on which residents file their requests."""

    def kopieer(*_waarheen: Path) -> None:
        pytest.fail("this copy has no end")

    monkeypatch.setattr(shutil, "copyfile", kopieer)
    uit = opdracht("backup", "terugzetten", wat)
    assert uit.exit_code == 2
    assert "is geen gewoon bestand. Sla het eerst op." in uit.output


def test_een_leeg_bestand_van_onze_eigen_tabellen_is_geen_kopie(
    loket: Loket, opdracht: Opdracht, kopie: Path
) -> None:
    dien_in(loket)
    opdracht("backup", "maken", str(kopie))
    db = open_durable(kopie)
    db.execute("delete from proef")
    db.close()
    assert "beschadigd" in opdracht("backup", "terugzetten", str(kopie)).output
    assert uids(loket) == {"een"}


def test_een_kopie_van_een_andere_sleutel_wordt_geweigerd_tot_die_sleutel_erbij_staat(
    maak_loket: Maak, opdracht: Opdracht, kopie: Path
) -> None:
    verzoek = dien_in(maak_loket())
    opdracht("backup", "maken", str(kopie))
    opdracht("sleutel", "wisselen", sleutel=BEIDE)
    uit = opdracht("backup", "terugzetten", str(kopie), sleutel=(NIEUW,))
    assert uit.exit_code == 1
    assert "met een andere sleutel geschreven" in uit.output
    assert opdracht("backup", "terugzetten", str(kopie), sleutel=BEIDE).exit_code == 0
    assert maak_loket(*BEIDE).verzoeken.met_code(verzoek.code, "678", NU) == verzoek
    assert opdracht("sleutel", "wisselen", sleutel=BEIDE).exit_code == 0
    assert maak_loket(NIEUW).verzoeken.met_code(verzoek.code, "678", NU) == verzoek


def test_wie_zich_liet_verwijderen_komt_niet_terug_met_een_oude_kopie(
    loket: Loket, opdracht: Opdracht, kopie: Path
) -> None:
    oude = kopie.with_name("oude.sqlite")
    dien_in(loket, "een")
    opdracht("backup", "maken", str(oude))
    dien_in(loket, "twee")
    opdracht("backup", "maken", str(kopie))
    loket.verzoeken.verwijder("een", nu=NU)
    loket.verzoeken.verwijder("twee", nu=NU)
    uit = opdracht("backup", "terugzetten", str(oude))
    assert "verwijderd waren: 1." in uit.output
    assert uids(loket) == set()
    uit = opdracht("backup", "terugzetten", str(kopie), nu=NU + timedelta(minutes=1))
    assert "verwijderd waren: 2." in uit.output, "the first one put back did not forget it"
    assert uids(loket) == set()
    with pytest.raises(VerzoekNietGevonden):
        loket.verzoeken.met_uid("een")


def test_wat_intussen_te_lang_bewaard_is_komt_niet_terug(
    loket: Loket, opdracht: Opdracht, kopie: Path
) -> None:
    dien_in(loket)
    loket.verzoeken.trek_in("een", 1, nu=NU)
    opdracht("backup", "maken", str(kopie))
    uit = opdracht("backup", "terugzetten", str(kopie), "--toch", nu=NU + timedelta(days=91))
    assert "Terugbelverzoeken: 0." in uit.output
    assert uids(loket) == set()


def test_een_gesloten_of_geschorst_account_blijft_dicht_en_niemand_blijft_ingelogd(
    loket: Loket, opdracht: Opdracht, kopie: Path
) -> None:
    weg, blijft = zet_collega(loket, "Anna"), zet_collega(loket, "Bert")
    even_weg = zet_collega(loket, "Carla")
    token = loket.sessies.begin(blijft, apparaat="proef", nu=NU)
    opdracht("backup", "maken", str(kopie))
    with loket.bestand.write() as db:
        db.execute("update medewerker set gesloten_op = ? where id = ?", [to_text(NU), weg])
        db.execute("update medewerker set geschorst_op = ? where id = ?", [to_text(NU), even_weg])
    opdracht("backup", "terugzetten", str(kopie))
    with loket.bestand.read() as db:
        assert list(db.execute("select naam from medewerker where geschorst_op is not null")) == [
            ("Carla",)
        ]
        assert list(db.execute("select naam from medewerker where gesloten_op is null")) == [
            ("Bert",),
            ("Carla",),
        ]
    assert loket.sessies.lees(token, NU) is None


def test_wie_geen_beheerder_meer_is_of_weg_is_krijgt_niets_terug(
    loket: Loket, opdracht: Opdracht, kopie: Path
) -> None:
    anna, bert = (
        maak_account(loket, naam, Medewerkerrol.BEHEERDER)[0].id for naam in ("Anna", "Bert")
    )
    loket.behandelen.pak("een", dien_in(loket).versie, wie=bert, nu=NU)
    carla = maak_account(loket, "Carla")[0].id
    opdracht("backup", "maken", str(kopie))
    loket.medewerkers.wijzig_rol(carla, Medewerkerrol.BEHEERDER, nu=NU, wie="systeem")
    loket.medewerkers.wijzig_rol(anna, Medewerkerrol.MEDEWERKER, nu=NU, wie="systeem")
    loket.medewerkers.sluit(bert, nu=NU, wie="systeem")
    opdracht("backup", "terugzetten", str(kopie))
    rollen = {
        account.medewerker.naam: account.medewerker.rol for account in loket.medewerkers.alle()
    }
    assert rollen == {
        "Anna": Medewerkerrol.MEDEWERKER,
        "Bert": Medewerkerrol.BEHEERDER,
        "Carla": Medewerkerrol.BEHEERDER,
    }
    assert loket.verzoeken.met_uid("een").medewerker is None, "or it stands in nobody's list"


def verlies_de_machine(loket: Loket) -> None:
    """There is a new one, with the copy and the key."""
    loket.bestand.close()
    for pad in bestand_van(loket).path.parent.iterdir():
        if pad.is_file():
            pad.unlink()


def logt_in(loket: Loket, naam: str, inlog: Inlog, code: str) -> bool:
    return loket.herkenning.herken(naam, inlog.wachtwoord, code, NU) is not None


def test_een_wachtwoord_en_een_herstelcode_van_toen_openen_niets_en_die_van_nu_nog_wel(
    loket: Loket, opdracht: Opdracht, kopie: Path
) -> None:
    carla, toen = maak_account(loket, "Carla", Medewerkerrol.BEHEERDER)
    assert logt_in(loket, "Carla", toen, toen.herstelcodes[0])
    opdracht("backup", "maken", str(kopie))
    nu = stel_in(loket, carla, wachtwoord="negen eenden onder de brug")
    assert logt_in(loket, "Carla", nu, nu.herstelcodes[0])
    uit = opdracht("backup", "terugzetten", str(kopie))
    assert "Wachtwoorden en herstelcodes van toen werken niet." in uit.output
    assert "alleen in de kopie" not in uit.output
    assert not logt_in(loket, "Carla", toen, toen.herstelcodes[1])
    assert not logt_in(loket, "Carla", toen, toen.code())
    assert not logt_in(loket, "Carla", nu, toen.herstelcodes[1])
    assert not logt_in(loket, "Carla", nu, toen.code())
    assert not logt_in(loket, "Carla", nu, nu.herstelcodes[0]), "it was used"
    assert logt_in(loket, "Carla", nu, nu.herstelcodes[1])
    assert logt_in(loket, "Carla", nu, nu.code())


def test_wie_alleen_in_de_kopie_staat_wordt_genoemd_en_krijgt_eerst_iets_nieuws(
    loket: Loket, opdracht: Opdracht, kopie: Path
) -> None:
    """The machine is gone, and so is what we knew of who logs in."""
    bert, toen_bert = maak_account(loket, "Bert")
    carla, toen = maak_account(loket, "Carla", Medewerkerrol.BEHEERDER)
    weg, _ = maak_account(loket, "Dirk")
    loket.medewerkers.sluit(weg.id, nu=NU, wie="systeem")
    opdracht("backup", "maken", str(kopie))
    verlies_de_machine(loket)
    uit = opdracht("backup", "terugzetten", str(kopie))
    assert "kunnen nu niet inloggen: Bert, Carla." in uit.output
    assert not logt_in(loket, "Bert", toen_bert, toen_bert.code())
    for code in (*toen.herstelcodes, toen.code()):
        assert not logt_in(loket, "Carla", toen, code)
    nieuw = stel_in(loket, carla)
    assert logt_in(loket, "Carla", nieuw, nieuw.herstelcodes[0])
    assert not logt_in(loket, "Carla", nieuw, toen.herstelcodes[0])
    with loket.bestand.read() as db:
        vervallen = "select waarop from logboek where wat = ? and wie = 'systeem' order by id"
        wat = Action.WACHTWOORD_GEWIJZIGD.value
        assert [id_ for (id_,) in db.execute(vervallen, [wat])] == [
            str(id_) for id_ in (bert.id, carla.id)
        ]


@pytest.mark.parametrize(
    "leeg", [False, True], ids=["waar de site draait", "op een nieuwe machine"]
)
def test_met_een_klok_die_verkeerd_staat_wordt_niets_teruggezet_en_niets_verwijderd(
    loket: Loket, opdracht: Opdracht, kopie: Path, leeg: bool
) -> None:
    for n in range(7):
        dien_in(loket, f"n{n}", nu=NU + timedelta(hours=n), **buur(n))
    assert opdracht("opschonen").exit_code == 0
    opdracht("backup", "maken", str(kopie))
    voor = uids(loket)
    if leeg:
        verlies_de_machine(loket)
        voor = set()
    jaar_verder = NU + timedelta(days=366)
    uit = opdracht("backup", "terugzetten", str(kopie), nu=jaar_verder)
    assert uit.exit_code == 1
    assert "Niet teruggezet. De klok staat op 25 november 2027" in uit.output
    assert "24 november 2026. Klopt de klok? Geef dan --toch mee." in uit.output
    assert uids(loket) == voor
    assert not list(bestand_van(loket).path.parent.glob("*voor-terugzetten*"))
    assert "Terugbelverzoeken: 7." in opdracht("backup", "terugzetten", str(kopie)).output
    assert opdracht("opschonen", nu=jaar_verder).exit_code == 1, "the same clock that night"
    uit = opdracht("backup", "terugzetten", str(kopie), "--toch", nu=jaar_verder)
    assert "Terugbelverzoeken: 0." in uit.output


def test_terugzetten_kan_ook_in_een_lege_map(loket: Loket, opdracht: Opdracht, kopie: Path) -> None:
    verzoek = dien_in(loket)
    opdracht("backup", "maken", str(kopie))
    verlies_de_machine(loket)
    assert opdracht("backup", "terugzetten", str(kopie)).exit_code == 0
    assert loket.verzoeken.met_code(verzoek.code, "678", NU).status is Status.OPEN


def test_een_kapot_bestand_is_te_vervangen_door_het_opzij_te_zetten(
    loket: Loket, opdracht: Opdracht, kopie: Path, tmp_path: Path
) -> None:
    """As docs/beheer.md says. Only its own files are moved: a -wal of the broken file must not
    stay.
    """
    verzoek = dien_in(loket)
    opdracht("backup", "maken", str(kopie))
    loket.bestand.close()
    (tmp_path / PORTAL_DB).write_bytes(b"kapot" * 4000)
    for pad in list(tmp_path.glob(f"{PORTAL_DB}*")):
        shutil.move(pad, kopie.parent / pad.name)
    assert opdracht("backup", "terugzetten", str(kopie)).exit_code == 0
    assert loket.verzoeken.met_code(verzoek.code, "678", NU) == verzoek


@pytest.mark.parametrize(("dagen", "blijft"), [(30, True), (31, False)])
def test_het_bestand_van_voor_het_terugzetten_gaat_na_dertig_dagen_weg(
    loket: Loket, opdracht: Opdracht, kopie: Path, dagen: int, blijft: bool
) -> None:
    opdracht("backup", "maken", str(kopie))
    opdracht("backup", "terugzetten", str(kopie))
    bewaard = bestand_van(loket).path.with_name("portal.sqlite.voor-terugzetten-20261124-090500")
    later = NU + timedelta(days=dagen)
    proef = opdracht("opschonen", "--proef", nu=later)
    assert (f"{bewaard.name}: zou weg zijn" in proef.output) is not blijft
    assert bewaard.exists()
    opdracht("opschonen", "--toch", nu=later)
    assert bewaard.exists() is blijft
    assert kopie.exists(), "somebody else's file is not ours to delete"


def test_een_vreemde_die_het_bestand_vasthoudt_houdt_het_terugzetten_tegen(
    loket: Loket, kopie: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    dien_in(loket)
    reservekopie.maak(bestand_van(loket), kopie)
    dien_in(loket, "later")
    monkeypatch.setattr("portal.storage.database.WAIT_SECONDS", 0.3)
    monkeypatch.setattr("portal.storage.engine.BUSY_SECONDS", 0.05)
    vreemde = open_durable(bestand_van(loket).path)
    vreemde.execute("begin immediate")
    voor = set(bestand_van(loket).path.parent.iterdir())
    with pytest.raises(StorageUnavailable, match="lang bezet"):
        reservekopie.zet_terug(bestand_van(loket), loket.kluis, kopie, bewaardagen=90, nu=NU)
    vreemde.execute("rollback")
    vreemde.close()
    assert uids(loket) == {"een", "later"}
    assert set(bestand_van(loket).path.parent.iterdir()) - voor <= {
        bestand_van(loket).path.with_name("terugzetten.slot")
    }


def test_wie_aan_het_lezen_is_leest_tot_het_eind_wat_er_stond(
    loket: Loket, kopie: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("portal.storage.engine.BUSY_SECONDS", 0.05)  # the -wal stays for the reader
    dien_in(loket)
    reservekopie.maak(bestand_van(loket), kopie)
    dien_in(loket, "later")
    lezer = open_durable(bestand_van(loket).path)
    lezer.execute("begin")
    assert lezer.execute("select count(*) from verzoek").fetchone() == (2,)
    reservekopie.zet_terug(bestand_van(loket), loket.kluis, kopie, bewaardagen=90, nu=NU)
    assert lezer.execute("select count(*) from verzoek").fetchone() == (2,)
    lezer.execute("commit")
    assert lezer.execute("select count(*) from verzoek").fetchone() == (1,)
    lezer.close()


def test_een_kopie_van_terugzetten_dat_werd_afgebroken_gaat_weg_bij_het_opschonen(
    tmp_path: Path, loket: Loket, opdracht: Opdracht
) -> None:
    """After a power cut; not while somebody is restoring one."""
    blijft_liggen = tmp_path / "terugzetten.nieuw"
    blijft_liggen.mkdir()
    (blijft_liggen / PORTAL_DB).write_bytes(bestand_van(loket).path.read_bytes())
    with only_us(tmp_path / "terugzetten.slot"):
        assert opdracht("opschonen").exit_code == 0
        assert blijft_liggen.exists()
    assert opdracht("opschonen", "--proef").exit_code == 0
    assert blijft_liggen.exists()
    assert opdracht("opschonen").exit_code == 0
    assert not blijft_liggen.exists()
