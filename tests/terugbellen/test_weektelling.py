"""What is counted by the week: the same as a plain recount of what happened, and deleting changes
nothing.
"""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from portal.cijfers.periode import Periode
from portal.cijfers.periodecijfers import Periodecijfers
from portal.config.settings import Settings
from portal.onderhoud.opschonen import schoon_op
from portal.services import Loket
from portal.storage.migrations import m008_weektelling
from portal.terugbellen.rijen import roosterstore
from portal.terugbellen.rijen.bezetting import TijdvakKanNiet
from portal.terugbellen.rijen.weektelling import Belofte, Telsoort
from portal.terugbellen.vastleggen import GenoegGeprobeerd
from portal.terugbellen.waarden.behandeling import Gesprek, Resultaat
from portal.terugbellen.waarden.rooster import STANDAARD, Dagrooster
from portal.terugbellen.waarden.tijdvakken import Tijdvak
from portal.terugbellen.waarden.verzoek import Gesprekstaal, Onderwerp, Sluitreden, Status, Via
from rules.model import NEDERLANDSE_TIJD
from tests.conftest import GEHEIM, NU, SLEUTEL
from tests.terugbellen.conftest import ANNA, buur, gegevens

MAANDAG = date(2026, 11, 23)
WEEK = Periode.rond(MAANDAG, MAANDAG)
UUR = timedelta(hours=1)


def om(dag: int, uur: int, minuut: int = 0) -> datetime:
    """On that day of November."""
    return datetime(2026, 11, dag, uur, minuut, tzinfo=NEDERLANDSE_TIJD)


def vak(dag: int, uur: int) -> Tijdvak:
    """The two hours from then."""
    return Tijdvak(om(dag, uur), om(dag, uur) + 2 * UUR)


@pytest.fixture
def loket(met_collegas: Loket) -> Loket:
    return met_collegas


def vraag(loket: Loket, uid: str, wanneer: Tijdvak, nu: datetime = NU, **anders: object) -> None:
    """Files one; `wie` is who does."""
    wie = str(anders.pop("wie", "medewerker:1"))
    velden = buur(sum(map(ord, uid)) % 900) | anders
    loket.verzoeken.dien_in(uid, gegevens(**velden), wanneer, taal="nl", nu=nu, wie=wie)


def bel(loket: Loket, uid: str, hoe: Resultaat, nu: datetime, naar: Tijdvak | None = None) -> None:
    """Phones, as the request stands now."""
    versie = loket.verzoeken.met_uid(uid).versie
    gesprek = Gesprek(hoe, opnieuw=naar, buiten_mag=True)
    loket.behandelen.leg_vast(uid, versie, gesprek, wie=ANNA, nu=nu)


def som(loket: Loket, soort: Telsoort, nu: datetime, periode: Periode = WEEK) -> dict[str, int]:
    return dict(loket.cijfers.van(periode, nu).som(soort))


def speel_de_week(loket: Loket) -> datetime:
    """Nine requests, each with its own end; the moment at which the week is looked at."""
    dinsdag, woensdag = vak(24, 13), vak(25, 9)
    for uid in ("binnen", "laat", "wacht", "ingetrokken"):
        vraag(loket, uid, dinsdag)
    vraag(loket, "eerder", woensdag, onderwerpen=(), gesprekstaal=Gesprekstaal.GRONINGS)
    vraag(loket, "drie", woensdag, wie="bewoner", onderwerpen=(Onderwerp.HUUR, Onderwerp.SCHADE))
    vraag(loket, "verplaatst", woensdag)
    vraag(loket, "te laat verplaatst", woensdag)
    vraag(loket, "dubbel", vak(25, 11))
    loket.verzoeken.trek_in("ingetrokken", 1, nu=om(24, 12))
    bel(loket, "eerder", Resultaat.GESPROKEN, om(24, 10))
    bel(loket, "verplaatst", Resultaat.LATER, om(24, 11), vak(26, 9))
    bel(loket, "binnen", Resultaat.GEEN_GEHOOR, om(24, 13))
    bel(loket, "binnen", Resultaat.GESPROKEN, om(24, 14, 59))
    bel(loket, "laat", Resultaat.VOICEMAIL, om(24, 15))
    bel(loket, "laat", Resultaat.GESPROKEN, om(24, 16))
    for uur in (9, 10, 11):
        bel(loket, "drie", Resultaat.GEEN_GEHOOR, om(25, uur))
    versie = loket.verzoeken.met_uid("te laat verplaatst").versie
    loket.verzoeken.verplaats("te laat verplaatst", versie, vak(27, 9), nu=om(25, 12), wie="m")
    loket.behandelen.sluit("dubbel", 1, Sluitreden.DUBBEL, wie=ANNA, nu=om(25, 14))
    return om(26, 8)


def test_een_week_telt_precies_wat_er_gebeurde(loket: Loket) -> None:
    nu = speel_de_week(loket)
    assert som(loket, Telsoort.BELOFTE, nu) == {
        Belofte.BINNEN: 2,  # binnen, drie
        Belofte.LAAT: 1,
        Belofte.NIET_GEBELD: 1,  # moved when it was over
        Belofte.NOG_NIET: 1,
        Belofte.EERDER: 1,
    }
    assert som(loket, Telsoort.RESULTAAT, nu) == {
        Resultaat.GESPROKEN: 3,
        Resultaat.GEEN_GEHOOR: 4,
        Resultaat.VOICEMAIL: 1,
        Resultaat.LATER: 1,
    }
    assert som(loket, Telsoort.UUR, nu) == {
        "09": 1, "10": 2, "11": 2, "13": 1, "14": 1, "15": 1, "16": 1,
    }  # fmt: skip
    assert som(loket, Telsoort.GESLOTEN, nu) == {
        Sluitreden.GESPROKEN: 3,
        Sluitreden.NIET_BEREIKT: 1,
        Sluitreden.DUBBEL: 1,
    }
    assert som(loket, Telsoort.TAAL, nu) == {Gesprekstaal.NEDERLANDS: 8, Gesprekstaal.GRONINGS: 1}
    assert som(loket, Telsoort.VIA, nu) == {Via.BEWONER: 1, Via.HELPDESK: 8}
    assert som(loket, Telsoort.ONDERWERP, nu) == {
        Onderwerp.UITKOMST: 7,
        Onderwerp.HUUR: 1,
        Onderwerp.SCHADE: 1,
        "": 1,
    }
    cijfers = loket.cijfers.van(WEEK, nu)
    assert (cijfers.binnen, cijfers.te_laat, cijfers.beloofd) == (2, 3, 5)
    assert (cijfers.procent_binnen, cijfers.nog_niet, cijfers.niet_bereikt) == (40, 1, 1)
    assert cijfers.totaal.verzoeken == 9
    assert loket.overzicht.bord(om(24, 23)).gesproken == 3


def stuurgetallen(cijfers: Periodecijfers) -> tuple[object, ...]:
    """All that may not change; who still waits is never phoned once deleted."""
    rest = {soort: cijfers.som(soort) for soort in Telsoort if soort is not Telsoort.BELOFTE}
    return rest, cijfers.binnen, cijfers.te_laat, cijfers.som(Telsoort.BELOFTE)[Belofte.EERDER]


def test_verwijderen_verandert_geen_getal(loket: Loket) -> None:
    nu = speel_de_week(loket)
    voor = loket.cijfers.van(WEEK, nu)
    with loket.bestand.read() as db:
        uids = [uid for (uid,) in db.execute("select uid from verzoek").fetchall()]
    for uid in uids:
        loket.verzoeken.verwijder(uid, nu=nu)
    na = loket.cijfers.van(WEEK, nu)
    assert stuurgetallen(na) == stuurgetallen(voor)
    assert (na.totaal, na.nog_niet) == (voor.totaal, 0)
    assert loket.overzicht.bord(om(24, 23)).gesproken == 3


def test_ook_opruimen_verandert_geen_getal(loket: Loket) -> None:
    speel_de_week(loket)
    later = om(30, 8) + timedelta(days=200)
    voor = stuurgetallen(loket.cijfers.van(WEEK, later))
    schoon_op(loket.bestand, 90, later)
    with loket.bestand.read() as db:
        assert db.execute("select count(*) from verzoek").fetchone() == (0,)
    assert stuurgetallen(loket.cijfers.van(WEEK, later)) == voor


def test_te_laat_op_de_cijfers_is_te_laat_in_de_wachtrij(loket: Loket) -> None:
    for n in range(3):
        vraag(loket, f"n{n}", vak(24, 13))
    assert loket.cijfers.van(WEEK, om(24, 14, 59)).te_laat == 0
    bel(loket, "n0", Resultaat.GEEN_GEHOOR, om(24, 14))
    for nu in (om(24, 15), om(29, 15)):
        assert loket.cijfers.van(WEEK, nu).te_laat == loket.overzicht.bord(nu).te_laat == 2
    assert loket.cijfers.van(WEEK, om(24, 15)).procent_binnen == 33


EINDES: dict[str, Callable[[Loket, datetime], object]] = {
    "ingetrokken": lambda loket, nu: loket.verzoeken.trek_in("een", 1, nu=nu),
    "verplaatst": lambda loket, nu: loket.verzoeken.verplaats(
        "een", 1, vak(27, 9), nu=nu, wie="medewerker:1"
    ),
    "verwijderd": lambda loket, nu: loket.verzoeken.verwijder("een", nu=nu),
    "gesloten": lambda loket, nu: loket.behandelen.sluit(
        "een", 1, Sluitreden.BELT_ZELF, wie=ANNA, nu=nu
    ),
    "dubbel": lambda loket, nu: loket.behandelen.sluit(
        "een", 1, Sluitreden.DUBBEL, wie=ANNA, nu=nu
    ),
}


@pytest.mark.parametrize("einde", EINDES)
def test_op_tijd_geeindigd_is_geen_belofte_meer(loket: Loket, einde: str) -> None:
    vraag(loket, "een", vak(24, 13))
    EINDES[einde](loket, om(24, 14, 59))
    assert loket.cijfers.van(WEEK, om(26, 8)).beloofd == 0


@pytest.mark.parametrize("einde", EINDES)
def test_voorbij_zonder_bellen_blijft_te_laat_hoe_het_ook_eindigt(loket: Loket, einde: str) -> None:
    vraag(loket, "een", vak(24, 13))
    assert loket.cijfers.van(WEEK, om(24, 15)).te_laat == 1
    EINDES[einde](loket, om(24, 15))
    te_laat = 0 if einde == "dubbel" else 1
    assert loket.cijfers.van(WEEK, om(26, 8)).te_laat == te_laat


def test_heropenen_telt_een_belofte_niet_nog_eens(loket: Loket) -> None:
    vraag(loket, "een", vak(24, 13))
    loket.behandelen.sluit("een", 1, Sluitreden.GESPROKEN, wie=ANNA, nu=om(24, 16))
    assert som(loket, Telsoort.BELOFTE, om(24, 16)) == {Belofte.NIET_GEBELD: 1}
    versie = loket.verzoeken.met_uid("een").versie
    loket.behandelen.heropen("een", versie, None, wie=ANNA, nu=om(24, 17))
    bel(loket, "een", Resultaat.GESPROKEN, om(24, 18))
    assert som(loket, Telsoort.BELOFTE, om(24, 18)) == {Belofte.NIET_GEBELD: 1}


def test_een_belofte_telt_in_haar_eigen_week_het_bellen_in_de_week_van_bellen(
    loket: Loket,
) -> None:
    vraag(loket, "een", vak(27, 15))  # a Friday
    nu = om(30, 9)
    volgende = Periode.rond(nu.date(), nu.date())
    assert loket.cijfers.van(WEEK, nu).nog_niet == 1
    assert loket.cijfers.van(volgende, nu).te_laat == 0
    bel(loket, "een", Resultaat.GESPROKEN, nu)
    assert som(loket, Telsoort.BELOFTE, nu) == {Belofte.LAAT: 1}
    assert som(loket, Telsoort.RESULTAAT, nu) == {}
    assert som(loket, Telsoort.RESULTAAT, nu, volgende) == {Resultaat.GESPROKEN: 1}


def test_wat_niet_bewaard_wordt_telt_niet(loket: Loket) -> None:
    vraag(loket, "een", vak(24, 13))
    for uur in (13, 14):
        bel(loket, "een", Resultaat.GEEN_GEHOOR, om(24, uur))
    voor = loket.cijfers.van(WEEK, om(24, 16))
    with pytest.raises(GenoegGeprobeerd):
        bel(loket, "een", Resultaat.GEEN_GEHOOR, om(24, 16), vak(27, 9))
    with pytest.raises(TijdvakKanNiet):
        bel(loket, "een", Resultaat.LATER, om(24, 16), vak(24, 9))
    assert loket.cijfers.van(WEEK, om(24, 16)) == voor


def test_plaatsen_per_uur_volgen_de_openingstijden_van_elke_dag(loket: Loket) -> None:
    open_ = loket.cijfers.van(WEEK, NU).plaatsen
    assert open_ == dict.fromkeys(range(9, 17), 10.0)  # 5 days, 4 places in two hours
    kort = tuple(dag and Dagrooster(time(9, 30), time(11), 3) for dag in STANDAARD.dagen)
    with loket.bestand.write() as db:
        nieuw = replace(STANDAARD, dagen=kort, duur_minuten=90, gesloten={date(2026, 11, 26): "x"})
        roosterstore.bewaar(db, nieuw, medewerker=None, nu=om(25, 12))
    # Monday and Tuesday as they were; Wednesday and Friday are short, Thursday is closed.
    assert loket.cijfers.van(WEEK, NU).plaatsen == {
        9: 4 + 2 * 1.0, 10: 4 + 2 * 2.0, **dict.fromkeys(range(11, 17), 4.0),
    }  # fmt: skip


@pytest.mark.bestand
def test_van_voor_deze_telling_is_niets_bekend_en_dat_is_geen_nul(loket: Loket) -> None:
    """The file as the version before left it: an attempt that does not say whether it was late."""
    vraag(loket, "oud", vak(24, 13))
    bel(loket, "oud", Resultaat.GEEN_GEHOOR, om(24, 16))
    vraag(loket, "open", vak(27, 15))
    with loket.bestand.write() as db:
        db.execute("drop table weektelling")
        db.execute("alter table verzoek drop column belofte_geteld")
        db.execute("update poging set buiten = null, resultaat = 'gesproken'")
        m008_weektelling(db)
    vandaag = loket.cijfers.van(Periode.rond(date(2026, 11, 29), date(2026, 11, 29)), NU).sinds
    assert vandaag is not None
    assert not loket.cijfers.van(Periode.rond(date(2020, 1, 1), date(2020, 1, 1)), NU).is_bekend
    later = Periode.rond(vandaag, vandaag)
    assert loket.cijfers.van(later, NU).is_bekend
    bel(loket, "oud", Resultaat.GEEN_GEHOOR, om(24, 17))  # was phoned before: says nothing more
    assert Telsoort.BELOFTE not in {soort for _, soort, _ in loket.cijfers.van(WEEK, NU).weken}
    assert loket.overzicht.bord(om(24, 23)).gesproken == 1
    bel(loket, "open", Resultaat.GESPROKEN, om(27, 15))
    assert som(loket, Telsoort.BELOFTE, om(27, 15)) == {Belofte.BINNEN: 1}


def test_in_een_nieuwe_installatie_is_alles_bekend(loket: Loket) -> None:
    cijfers = loket.cijfers.van(Periode.rond(date(2020, 1, 1), date(2020, 1, 1)), NU)
    assert cijfers.sinds is None
    assert cijfers.is_bekend
    assert cijfers.procent_binnen is None


@dataclass
class Toezegging:
    """A tijdvak as the resident was promised it, and all that happened until it ended."""

    vak: Tijdvak
    gebeld: list[datetime] = field(default_factory=list)
    geeindigd: datetime | None = None
    door_bellen: bool = False

    def hoe(self, nu: datetime) -> str:
        """Recounted from the whole story."""
        sinds = [op for op in self.gebeld if op >= self.vak.begin]
        if sinds:
            return "binnen" if sinds[0] < self.vak.eind else "te laat"
        if (self.geeindigd or nu) >= self.vak.eind:
            return "te laat"
        return "eerder" if self.door_bellen else "geen"


# What is done, to which request, how it ends, where in the calendar, and how long after.
Daad = tuple[str, int, Resultaat, int, timedelta]
DADEN = st.lists(
    st.tuples(
        st.sampled_from(["vraag", "bel", "bel", "bel", "verplaats", "trek_in", "verwijder"]),
        st.integers(0, 3),
        st.sampled_from(Resultaat),
        st.integers(0, 12),
        st.sampled_from([timedelta(minutes=20), UUR, 5 * UUR, 26 * UUR]),
    ),
    max_size=25,
)


@settings(max_examples=40, suppress_health_check=[HealthCheck.too_slow])
@given(daden=DADEN)
def test_wat_er_ook_gebeurt_de_telling_is_een_gewone_hertelling(daden: list[Daad]) -> None:
    with TemporaryDirectory() as map_:
        loket = Loket.open(Settings(data=Path(map_), geheim=GEHEIM, sleutel=(SLEUTEL,)))
        with loket.bestand.write() as db:
            db.execute(
                "insert into medewerker (id, naam, rol, wachtwoord, gemaakt_op)"
                " values (1, 'Anna', 'medewerker', '', '2026-01-01T00:00:00Z')"
            )
        speel(loket, daden)


def speel(loket: Loket, daden: list[Daad]) -> None:
    """Does them while the clock goes on, writes the story down, and compares."""
    nu, verhaal, lopend, keren = NU, list[Toezegging](), dict[str, Toezegging](), Counter[str]()
    for daad, wie, resultaat, plek, duur in daden:
        nu, uid = nu + duur, f"n{wie}"
        vrij = loket.verzoeken.vrij(nu, wie="medewerker:1")
        nieuw = vrij[plek % len(vrij)]
        if daad == "vraag" and not loket.verzoeken.is_ingediend(uid):
            vraag(loket, uid, nieuw, nu)
            lopend[uid] = Toezegging(nieuw)
            verhaal.append(lopend[uid])
        if uid not in lopend:
            continue
        toezegging = lopend[uid]
        if daad == "bel":
            versie = loket.verzoeken.met_uid(uid).versie
            gesprek = Gesprek(resultaat, buiten_mag=True)
            verzoek = loket.behandelen.leg_vast(uid, versie, gesprek, wie=1, nu=nu)
            toezegging.gebeld.append(nu)
            keren[resultaat] += 1
            if verzoek.status is not Status.OPEN:
                toezegging.door_bellen = True
        elif daad == "verplaats" and nieuw != toezegging.vak:
            versie = loket.verzoeken.met_uid(uid).versie
            loket.verzoeken.verplaats(uid, versie, nieuw, nu=nu, wie="medewerker:1")
            lopend[uid] = Toezegging(nieuw)
            verhaal.append(lopend[uid])
        elif daad == "trek_in":
            loket.verzoeken.trek_in(uid, loket.verzoeken.met_uid(uid).versie, nu=nu)
        elif daad == "verwijder":
            loket.verzoeken.verwijder(uid, nu=nu)
        else:
            continue
        if daad != "bel" or toezegging.door_bellen:
            toezegging.geeindigd = nu
            if daad != "verplaats":
                del lopend[uid]
    vergelijk(loket, verhaal, keren, nu)
    for uid in lopend:
        loket.verzoeken.verwijder(uid, nu=nu)
    vergelijk(loket, verhaal, keren, nu)


def vergelijk(loket: Loket, verhaal: list[Toezegging], keren: Counter[str], nu: datetime) -> None:
    per_week = Counter((Periode.rond(t.vak.dag, t.vak.dag), t.hoe(nu)) for t in verhaal)
    totaal = Counter[str]()
    for n in range(12):
        dag = MAANDAG + timedelta(days=7 * n)
        week = Periode.rond(dag, dag)
        cijfers = loket.cijfers.van(week, nu)
        eerder = cijfers.som(Telsoort.BELOFTE)[Belofte.EERDER]
        assert (cijfers.binnen, cijfers.te_laat, eerder) == tuple(
            per_week[week, hoe] for hoe in ("binnen", "te laat", "eerder")
        )
        totaal += cijfers.som(Telsoort.RESULTAAT)
    assert totaal == keren
