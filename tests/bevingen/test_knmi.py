"""Reading what KNMI publishes, in both forms; a list that cannot be read completely is refused."""

import json
from contextlib import suppress
from datetime import UTC, datetime

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from portal.bevingen.knmi import Gebeurtenis, KnmiFout, lees_lijst, lees_magnitude
from tests.bevingen.lijst import KOP, STEDUM_2026, Rij, als_json, fdsn
from tests.vreemd import PROEF, raar

WESTERWIJTWERD = Rij(
    "knmi2019jxxm",
    "2019-05-22T03:49:00.5",
    "53.328000",
    "6.652000",
    "3.361468904",
    "Westerwijtwerd",
)
GOED = WESTERWIJTWERD.fdsn()


def test_een_regel_van_het_knmi() -> None:
    assert lees_lijst(fdsn([WESTERWIJTWERD])) == (
        Gebeurtenis(
            "knmi2019jxxm",
            datetime(2019, 5, 22, 3, 49, 0, tzinfo=UTC),
            "Westerwijtwerd",
            53.328,
            6.652,
            3.0,
            3.4,
            "induced or triggered event",
        ),
    )


def test_de_twee_vormen_zeggen_hetzelfde_van_oud_naar_nieuw() -> None:
    rijen = [
        STEDUM_2026,
        WESTERWIJTWERD._replace(magnitude="3.4"),
        Rij("a", "1994-01-01T00:00:00", "53.3", "6.7", "", "Stedum"),
    ]
    uit_fdsn, uit_json = lees_lijst(fdsn(rijen)), lees_lijst(als_json(rijen))
    assert [g.plaats for g in uit_fdsn] == ["Stedum", "Westerwijtwerd", "Stedum"]
    assert [g.magnitude for g in uit_fdsn] == [None, 3.4, 2.1]
    for a, b in zip(uit_fdsn, uit_json, strict=True):
        assert (a.tijd_utc, a.plaats, a.lat, a.lon, a.diepte_km, a.magnitude) == (
            b.tijd_utc,
            b.plaats,
            b.lat,
            b.lon,
            b.diepte_km,
            b.magnitude,
        )
    assert {g.event_id for g in uit_json} == {""}


@pytest.mark.parametrize(
    ("onafgerond", "gepubliceerd"),
    [
        ("3.361468904", 3.4),
        ("1.15", 1.2),  # the border of the ruime telling
        ("1.1499999", 1.1),
        ("1.25", 1.3),  # KNMI on Overschild, 4 April 1994; round() says 1.2
        ("1.45", 1.5),  # KNMI on Huizinge, 8 June 1994; round() says 1.4
        ("1.75", 1.8),
        ("2.55", 2.6),
        ("-0.214278", -0.2),
        ("0", 0.0),
    ],
)
def test_de_magnitude_is_die_het_knmi_publiceert_naar_boven_afgerond(
    onafgerond: str, gepubliceerd: float
) -> None:
    assert lees_magnitude(onafgerond) == gepubliceerd


KAPOT = {
    "leeg": (b"", "geen lijst van het KNMI"),
    "html": (b"<!doctype html><html>storing</html>", "het begint met '<!doctype html>"),
    "geen tekst": (b"\xff\xfe\x00", "geen tekst in UTF-8"),
    "alleen de kop": (KOP.encode(), "geen enkele gebeurtenis"),
    "kop zonder soort": (KOP.replace("|EventType", "").encode(), "geen kolom eventtype"),
    "afgebroken regel": (f"{KOP}\n{GOED[:60]}".encode(), "regel 2 heeft"),
    "streep in een naam": (f"{KOP}\n{GOED}|x".encode(), "regel 2 heeft 15 velden in plaats van 14"),
    "geen tijd": (
        f"{KOP}\n{GOED}\n{GOED.replace('2019-05-22T03:49:00.5', 'gisteren')}".encode(),
        "regel 3: 'gisteren' is geen tijd",
    ),
    "andere tijdzone": (
        f"{KOP}\n{GOED.replace('00.5|', '00.5+02:00|')}".encode(),
        "geen tijd in UTC",
    ),
    "geen plaats": (f"{KOP}\n{GOED.replace('53.328000', '153.3')}".encode(), "geen plaats"),
    "oneindig": (f"{KOP}\n{GOED.replace('6.652000', 'inf')}".encode(), "'inf' is geen getal"),
    "geen magnitude": (
        f"{KOP}\n{GOED.replace('3.361468904', 'M3')}".encode(),
        "'M3' is geen magnitude",
    ),
    "magnitude nan": (
        f"{KOP}\n{GOED.replace('3.361468904', 'nan')}".encode(),
        "'nan' is geen magnitude",
    ),
    "magnitude te groot": (
        f"{KOP}\n{GOED.replace('3.361468904', '33')}".encode(),
        "'33' is geen magnitude",
    ),
    "morgen": (
        f"{KOP}\n{GOED.replace('2019-05-22T', '2026-11-25T')}".encode(),
        "'2026-11-25T03:49:00.5' moet nog komen",
    ),
    "jaar 9999": (f"{KOP}\n{GOED.replace('2019-05', '9999-12')}".encode(), "moet nog komen"),
    "getal met een komma": (
        f"{KOP}\n{GOED.replace('53.328000', '53,328')}".encode(),
        "regel 2: '53,328' is geen getal",
    ),
    "twee keer": (f"{KOP}\n{GOED}\n{GOED}".encode(), "twee keer"),
    "json zonder events": (b'{"features": []}', "het veld 'events' ontbreekt"),
    "json met een ander soort events": (b'{"events": [3]}', "geen JSON zoals het KNMI die maakt"),
    "json zonder tijd": (
        als_json([WESTERWIJTWERD]).replace(b'"time"', b'"tijd"'),
        "het veld 'time' ontbreekt",
    ),
    "json met een kapotte tijd": (
        als_json([WESTERWIJTWERD]).replace(b"03:49:00", b"25:49:00"),
        "gebeurtenis 1: ",
    ),
    "json afgebroken": (als_json([WESTERWIJTWERD])[:-20], "geen JSON"),
    "json heel diep": (b'{"a":' * 100_000, "geen JSON"),
}


@pytest.mark.parametrize("wat", KAPOT)
def test_een_lijst_die_niet_helemaal_te_lezen_is_wordt_geweigerd(wat: str) -> None:
    inhoud, zin = KAPOT[wat]
    with pytest.raises(KnmiFout) as fout:
        lees_lijst(inhoud)
    assert zin in str(fout.value)


VELD = st.sampled_from(
    ["", "nan", "inf", "-0", "1e400", "9" * 500, "53.3", "6.7", "2019-05-22T03:49:00", "0001-01-01",
     "2019-05-22T03:49:00+14:00", "\ud800", "\x1b[2J", "Infinity", "sNaN", "1E+999999999", "²"]
)  # fmt: skip
REGEL = st.lists(VELD, min_size=14, max_size=14).map("|".join)
GEBEURTENIS = st.dictionaries(
    st.sampled_from(["date", "time", "lat", "lon", "depth", "mag", "place", "type"]),
    VELD | raar("date", "x"),
    min_size=8,
)


@PROEF
@given(
    st.lists(REGEL, max_size=3).map(lambda regels: "\n".join([KOP, *regels]))
    | (st.lists(GEBEURTENIS, max_size=3) | raar("events")).map(lambda e: json.dumps({"events": e}))
)
@example(als_json([WESTERWIJTWERD._replace(plaats="X")]).decode().replace('"X"', '"\\ud800"'))
def test_wat_er_ook_in_een_lijst_staat_ze_is_te_tonen_of_wordt_geweigerd(lijst: str) -> None:
    """A lone surrogate, which JSON can say, cannot be written down."""
    with suppress(KnmiFout):
        for g in lees_lijst(lijst.encode("utf-8", "surrogatepass")):
            assert f"{g.plaats} {g.event_id} {g.soort}".isprintable()
