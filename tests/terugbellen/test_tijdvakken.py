"""Which tijdvakken can be asked when: a table of fixed moments, and what is always true."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.terugbellen.waarden.rooster import (
    STANDAARD,
    Dagrooster,
    Rooster,
    reden_gesloten,
    stukken,
)
from portal.terugbellen.waarden.tijdvakken import (
    MAX_DAGEN_VOORUIT,
    VOORAF,
    WERKDAGEN_VOORUIT,
    SleutelFout,
    Tijdvak,
    alle_tijdvakken,
    gesloten_dagen,
    lees_sleutel,
    plaatsen,
    tijdvakken,
)
from rules.model import NEDERLANDSE_TIJD
from tests.terugbellen.roosters import ROOSTERS, plaatsen_om

UUR = timedelta(hours=1)
ELKE_DAG = Rooster((Dagrooster(time(9), time(17), 2),) * 7, 120, {})
NACHT = Rooster((Dagrooster(time(0), time(6), 1),) * 7, 60, {})
DICHT = Rooster((None,) * 7, 120, {})
ALLEEN_MAANDAG = Rooster((Dagrooster(time(9), time(11), 4), *[None] * 6), 120, {})

# Monday to Friday, 9-17, tijdvakken of two hours. asked on | first tijdvak | last tijdvak | why
MOMENTEN = """
2026-11-24 09:00:00 | 2026-11-24 11:00 | 2026-12-08 15:00 | Tuesday, exactly two hours before
2026-11-24 09:00:01 | 2026-11-24 13:00 | 2026-12-08 15:00 | one second later
2026-11-24 09:05:00 | 2026-11-24 13:00 | 2026-12-08 15:00 | the ten working days begin after today
2026-11-24 07:00:00 | 2026-11-24 11:00 | 2026-12-08 15:00 | before opening nobody works: from nine
2026-11-24 13:00:00 | 2026-11-24 15:00 | 2026-12-08 15:00 | the last of the day
2026-11-24 13:00:01 | 2026-11-25 09:00 | 2026-12-08 15:00 | too late for today
2026-11-24 15:00:00 | 2026-11-25 09:00 | 2026-12-08 15:00 | two hours until closing are two hours
2026-11-24 15:00:01 | 2026-11-25 11:00 | 2026-12-08 15:00 | one second short
2026-11-24 17:00:00 | 2026-11-25 11:00 | 2026-12-08 15:00 | just closed
2026-11-24 23:59:59 | 2026-11-25 11:00 | 2026-12-08 15:00 | the end of the day
2026-11-25 00:00:00 | 2026-11-25 11:00 | 2026-12-09 15:00 | a second later it is Wednesday
2026-11-27 16:00:00 | 2026-11-30 11:00 | 2026-12-11 15:00 | Friday at four: an hour today, one later
2026-11-27 15:00:00 | 2026-11-30 09:00 | 2026-12-11 15:00 | Friday at three
2026-11-28 12:00:00 | 2026-11-30 11:00 | 2026-12-11 15:00 | Saturday
2026-11-29 23:59:59 | 2026-11-30 11:00 | 2026-12-11 15:00 | Sunday
2026-11-30 00:00:00 | 2026-11-30 11:00 | 2026-12-14 15:00 | Monday, right after midnight
2026-12-23 16:00:00 | 2026-12-24 11:00 | 2027-01-08 15:00 | Christmas Eve is an ordinary day
2026-12-24 15:00:00 | 2026-12-28 09:00 | 2027-01-11 15:00 | Christmas on Friday and Saturday
2026-12-25 10:00:00 | 2026-12-28 11:00 | 2027-01-11 15:00 | on Christmas Day
2026-12-26 10:00:00 | 2026-12-28 11:00 | 2027-01-11 15:00 | on the second
2026-12-31 09:00:00 | 2026-12-31 11:00 | 2027-01-15 15:00 | New Year's Eve is an ordinary day
2026-12-31 16:00:00 | 2027-01-04 11:00 | 2027-01-15 15:00 | and the hour after it is next year
2026-12-31 23:59:59 | 2027-01-04 11:00 | 2027-01-15 15:00 | the last second of the year
2027-01-01 00:00:00 | 2027-01-04 11:00 | 2027-01-15 15:00 | the first
2027-03-25 16:00:00 | 2027-03-30 11:00 | 2027-04-12 15:00 | before Good Friday, Easter, summer time
2027-03-28 12:00:00 | 2027-03-30 11:00 | 2027-04-12 15:00 | on Easter Sunday
2025-04-25 15:00:00 | 2025-04-28 09:00 | 2025-05-12 15:00 | King's Day on 26 April, a lustrum 5 May
2027-04-26 17:00:00 | 2027-04-28 11:00 | 2027-05-12 15:00 | King's Day; Ascension Day on 6 May
2027-05-04 16:00:00 | 2027-05-05 11:00 | 2027-05-20 15:00 | 5 May is ordinary; Ascension, Whitsun
2027-05-14 16:00:00 | 2027-05-18 11:00 | 2027-05-31 15:00 | before Whit
2030-05-03 16:00:00 | 2030-05-06 11:00 | 2030-05-17 15:00 | 5 May in a lustrum year, on a Sunday
2027-10-29 16:00:00 | 2027-11-01 11:00 | 2027-11-12 15:00 | before winter time (31 October)
"""
# What is no sleutel of a tijdvak.
GEEN_SLEUTEL = [
    "", "2026-11-26", "2026-11-26T08:00", "2026-11-26 08:00Z", "2026-11-26T08:00:00Z",
    "2026-11-26T08:00+00:00", "2026-11-26T8:00Z", "2026-13-01T08:00Z", "2026-02-30T08:00Z",
    "2026-11-26T24:00Z", "1999-01-01T08:00Z", "2026-11-26T08:00Z\n", " 2026-11-26T08:00Z",
    "2026-11-26T08:00z", "２０26-11-26T08:00Z", "2026-11-26T08:00Z" * 2,
]  # fmt: skip
# Any second of five years, and often one around a change of the clock or a new year.
MOMENTEN_IN_UTC = st.builds(
    lambda dag, seconden: datetime.combine(dag, time(0), UTC) + timedelta(seconds=seconden),
    st.dates(date(2026, 1, 1), date(2031, 1, 1))
    | st.sampled_from([date(2026, 3, 29), date(2027, 3, 28), date(2027, 10, 31), date(2027, 1, 1)]),
    st.integers(-3 * 86_400, 3 * 86_400),
)


def nl(tekst: str) -> datetime:
    return datetime.fromisoformat(tekst).replace(tzinfo=NEDERLANDSE_TIJD)


def klok(moment: datetime) -> str:
    return moment.astimezone(NEDERLANDSE_TIJD).strftime("%Y-%m-%d %H:%M")


def uren(rooster: Rooster, dag: str) -> list[str]:
    """The tijdvakken of one day: their hours on the Dutch clock."""
    van = date.fromisoformat(dag)
    return [
        f"{klok(t.begin)[11:]}-{klok(t.eind)[11:]}"
        for t in alle_tijdvakken(rooster, van, van + 24 * UUR)
    ]


def openingstijd(rooster: Rooster, van: datetime, tot: datetime) -> timedelta:
    """How long we are open between two moments, day by day: written otherwise than in the code."""
    totaal, dag = timedelta(0), van.astimezone(NEDERLANDSE_TIJD).date()
    while dag <= tot.astimezone(NEDERLANDSE_TIJD).date():
        for uren in stukken(rooster, dag):
            open_, dicht = (
                datetime.combine(dag, t, NEDERLANDSE_TIJD).astimezone(UTC)
                for t in (uren.van, uren.tot)
            )
            totaal += max(min(dicht, tot) - max(open_, van), timedelta(0))
        dag += timedelta(days=1)
    return totaal


# The table ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("nu", "eerste", "laatste", "waarom"),
    [[d.strip() for d in r.split("|")] for r in MOMENTEN.strip().splitlines()],
)
def test_het_eerste_en_het_laatste_tijdvak(nu: str, eerste: str, laatste: str, waarom: str) -> None:
    gevonden = tijdvakken(STANDAARD, nl(nu))
    assert (klok(gevonden[0].begin), klok(gevonden[-1].begin)) == (eerste, laatste), waarom
    assert tijdvakken(STANDAARD, nl(nu).astimezone(UTC)) == gevonden


def test_alle_tijdvakken_van_een_gewone_dag() -> None:
    assert uren(STANDAARD, "2026-11-26") == [
        "09:00-11:00",
        "11:00-13:00",
        "13:00-15:00",
        "15:00-17:00",
    ]


@pytest.mark.parametrize(
    ("van", "tot", "duur", "verwacht"),
    [
        (time(9), time(12), 120, ["09:00-11:00"]),
        (time(9), time(12, 59), 120, ["09:00-11:00"]),
        (time(8, 30), time(12, 30), 120, ["08:30-10:30", "10:30-12:30"]),
        (time(9), time(10, 30), 30, ["09:00-09:30", "09:30-10:00", "10:00-10:30"]),
        (time(13), time(17), 240, ["13:00-17:00"]),
        (time(22), time(23, 59), 60, ["22:00-23:00"]),
    ],
)
def test_wat_korter_is_dan_een_tijdvak_vervalt(
    van: time, tot: time, duur: int, verwacht: list[str]
) -> None:
    assert uren(Rooster((Dagrooster(van, tot, 1),) * 7, duur, {}), "2026-11-26") == verwacht


def test_de_rest_van_de_dag_is_wel_openingstijd() -> None:
    """Open until six: two hours after four is closing time; the last tijdvak ended at five."""
    rooster = Rooster((Dagrooster(time(9), time(18), 1),) * 7, 120, {})
    assert klok(tijdvakken(rooster, nl("2026-11-24 16:00"))[0].begin) == "2026-11-25 09:00"
    assert klok(tijdvakken(rooster, nl("2026-11-24 16:01"))[0].begin) == "2026-11-25 11:00"


def test_een_sluitdag_erbij_haalt_de_tijdvakken_van_die_dag_weg() -> None:
    nu, dag = nl("2026-11-24 15:00"), date(2026, 11, 25)
    gesloten = Rooster(STANDAARD.dagen, 120, {dag: "verhuizing"})
    voor, na = tijdvakken(STANDAARD, nu), tijdvakken(gesloten, nu)
    assert dag in {t.dag for t in voor}
    assert {t.dag for t in voor} - {t.dag for t in na} == {dag}
    assert {t.dag for t in na} - {t.dag for t in voor} == {date(2026, 12, 9)}, (
        "one working day later is added"
    )
    assert klok(na[0].begin) == "2026-11-26 09:00"
    assert uren(gesloten, "2026-11-25") == []


@pytest.mark.parametrize(
    ("rooster", "aantal"),
    [
        (DICHT, 0),
        (
            Rooster(
                STANDAARD.dagen,
                120,
                {date(2026, 11, 1) + n * 24 * UUR: "dicht" for n in range(300)},
            ),
            0,
        ),
        (ALLEEN_MAANDAG, 9),  # of ten Mondays, 28 December among them; the first are the two hours
        (
            Rooster((Dagrooster(time(9), time(9, 30), 1), *[None] * 6), 30, {}),
            6,
        ),  # four half-hours are the two hours
    ],
)
def test_een_rooster_met_weinig_uren_geeft_weinig_tijdvakken(rooster: Rooster, aantal: int) -> None:
    assert len(tijdvakken(rooster, nl("2026-11-24 09:05"))) == aantal


def test_de_matrix_heeft_ook_wat_voorbij_is_en_niet_de_laatste_dag() -> None:
    gevonden = alle_tijdvakken(STANDAARD, date(2026, 12, 23), date(2026, 12, 29))
    assert [t.dag.day for t in gevonden] == [23] * 4 + [24] * 4 + [28] * 4
    assert alle_tijdvakken(STANDAARD, date(2026, 12, 29), date(2026, 12, 29)) == ()
    assert alle_tijdvakken(STANDAARD, date(2026, 12, 29), date(2026, 12, 1)) == ()


# The clock ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("dag", "begin_utc"),
    [
        (
            "2027-03-25",
            "08:00",
        ),  # the last working day of winter time (Good Friday and Easter follow)
        ("2027-03-30", "07:00"),
        ("2027-10-29", "07:00"),  # the last working day of summer time
        ("2027-11-01", "08:00"),
    ],
)
def test_negen_uur_blijft_negen_uur_als_de_klok_verandert(dag: str, begin_utc: str) -> None:
    assert uren(STANDAARD, dag)[0] == "09:00-11:00"
    assert (
        alle_tijdvakken(STANDAARD, date.fromisoformat(dag), date(2028, 1, 1))[0].begin.strftime(
            "%H:%M"
        )
        == begin_utc
    )


@pytest.mark.parametrize("dag", ["2026-03-29", "2026-10-25", "2027-10-31"])
def test_ook_op_de_zondag_zelf(dag: str) -> None:
    assert uren(ELKE_DAG, dag) == uren(ELKE_DAG, "2026-11-26")


@pytest.mark.parametrize(
    ("dag", "verwacht"),
    [
        ("2026-03-28", ["00:00", "01:00", "02:00", "03:00", "04:00", "05:00"]),
        (
            "2026-03-29",
            ["00:00", "01:00", "03:00", "04:00", "05:00"],
        ),  # from two to three does not exist
        ("2027-03-28", []),  # Easter Sunday
        ("2027-10-30", ["00:00", "01:00", "02:00", "03:00", "04:00", "05:00"]),
        (
            "2027-10-31",
            ["00:00", "01:00", "03:00", "04:00", "05:00"],
        ),  # from two to three takes two hours
    ],
)
def test_in_de_nacht_zelf_vervalt_wat_de_klok_niet_heeft(dag: str, verwacht: list[str]) -> None:
    assert [uur[:5] for uur in uren(NACHT, dag)] == verwacht


def test_twee_uur_openingstijd_in_de_nacht_zijn_twee_echte_uren() -> None:
    """In the night to summer time, two hours after half past one it is half past four."""
    assert klok(tijdvakken(NACHT, nl("2026-03-29 01:30"))[0].begin) == "2026-03-29 05:00"
    assert klok(tijdvakken(NACHT, nl("2026-03-28 01:30"))[0].begin) == "2026-03-28 04:00"


# One tijdvak --------------------------------------------------------------------------------------


def test_een_tijdvak_is_een_waarde_in_utc() -> None:
    tijdvak = Tijdvak(nl("2026-11-26 09:00"), nl("2026-11-26 11:00"))
    assert tijdvak.begin.tzinfo is UTC
    assert tijdvak.eind.tzinfo is UTC
    assert tijdvak.sleutel == "2026-11-26T08:00Z"
    assert lees_sleutel("2026-11-26T08:00Z") == tijdvak.begin
    assert tijdvak < Tijdvak(nl("2026-11-26 11:00"), nl("2026-11-26 13:00"))


def test_de_dag_van_een_tijdvak_is_de_nederlandse() -> None:
    assert Tijdvak(nl("2027-01-01 00:00"), nl("2027-01-01 01:00")).dag == date(
        2027, 1, 1
    )  # 31 December in UTC


@pytest.mark.parametrize(
    ("begin", "eind"),
    [
        (datetime(2026, 11, 26, 9), datetime(2026, 11, 26, 11)),  # noqa: DTZ001 - the point
        (datetime(2026, 11, 26, 9, tzinfo=UTC), datetime(2026, 11, 26, 9, tzinfo=UTC)),
        (datetime(2026, 11, 26, 9, tzinfo=UTC), datetime(2026, 11, 26, 8, tzinfo=UTC)),
    ],
)
def test_een_tijdvak_zonder_tijdzone_of_zonder_duur_bestaat_niet(
    begin: datetime, eind: datetime
) -> None:
    with pytest.raises(ValueError):
        Tijdvak(begin, eind)


@pytest.mark.parametrize("tekst", GEEN_SLEUTEL)
def test_wat_geen_sleutel_is_wordt_geweigerd(tekst: str) -> None:
    with pytest.raises(SleutelFout):
        lees_sleutel(tekst)


# What is always true ------------------------------------------------------------------------------


@given(ROOSTERS, MOMENTEN_IN_UTC)
def test_precies_wat_twee_uur_openingstijd_vooraf_heeft_kan_gekozen_worden(
    rooster: Rooster, nu: datetime
) -> None:
    vandaag = nu.astimezone(NEDERLANDSE_TIJD).date()
    later = [vandaag + timedelta(days=n) for n in range(1, MAX_DAGEN_VOORUIT)]
    werkdagen = [dag for dag in later if not reden_gesloten(rooster, dag)][:WERKDAGEN_VOORUIT]
    alles = alle_tijdvakken(rooster, vandaag, max([vandaag, *werkdagen]) + timedelta(days=1))
    assert list(tijdvakken(rooster, nu)) == [
        t for t in alles if openingstijd(rooster, nu, t.begin) >= VOORAF
    ]


@given(ROOSTERS, st.dates(date(2026, 1, 1), date(2031, 1, 1)))
def test_tijdvakken_staan_op_volgorde_binnen_de_openingstijden_en_overlappen_niet(
    rooster: Rooster, van: date
) -> None:
    gevonden = alle_tijdvakken(rooster, van, van + timedelta(days=9))
    for tijdvak in gevonden:
        laatste = tijdvak.eind - timedelta(minutes=1)
        for moment in (tijdvak.begin, laatste):
            assert plaatsen_om(rooster, moment) >= plaatsen(rooster, tijdvak) > 0
        assert tijdvak.eind - tijdvak.begin == timedelta(minutes=rooster.duur_minuten)
        assert lees_sleutel(tijdvak.sleutel) == tijdvak.begin
    assert all(eerder.eind <= later.begin for eerder, later in pairwise(gevonden))
    assert len({t.sleutel for t in gevonden}) == len(gevonden)


@given(MOMENTEN_IN_UTC)
def test_er_zijn_altijd_tijdvakken_op_tien_werkdagen_na_vandaag(nu: datetime) -> None:
    vandaag = nu.astimezone(NEDERLANDSE_TIJD).date()
    dagen = {t.dag for t in tijdvakken(STANDAARD, nu)} - {vandaag}
    assert len(dagen) == WERKDAGEN_VOORUIT
    assert max(dagen) <= vandaag + timedelta(days=20)


def test_alleen_een_dag_die_anders_open_was_heet_gesloten_met_de_reden() -> None:
    nu = datetime(2026, 12, 18, 9, tzinfo=NEDERLANDSE_TIJD)
    dagen = {
        date(2026, 12, 24): "kerstavond",
        date(2026, 12, 27): "zondag is al dicht",
        date(2027, 2, 1): "te ver",
    }
    assert gesloten_dagen(replace(STANDAARD, gesloten=dagen), nu) == (
        (date(2026, 12, 24), "kerstavond"),
        (date(2026, 12, 25), "Eerste Kerstdag"),
        (date(2027, 1, 1), "Nieuwjaarsdag"),
    )
    assert gesloten_dagen(DICHT, nu) == ()
