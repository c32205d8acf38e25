"""Opening hours: what is a rooster, what is not, and on which days we are closed."""

import json
from datetime import UTC, date, time
from typing import Any

import pytest
from hypothesis import given

from portal.terugbellen.waarden.rooster import (
    STANDAARD,
    Dagrooster,
    Rooster,
    RoosterFout,
    RoosterReden,
    als_json,
    feestdagen,
    reden_gesloten,
    uit_json,
)
from tests.terugbellen.roosters import ROOSTERS

DAG = Dagrooster(time(9), time(17), 4)
KERST = Rooster(
    STANDAARD.dagen, 120, {date(2026, 12, 24): "Kerstavond", date(2026, 12, 28): "teamdag"}
)

# The Dutch holidays of years that differ. Easter, Ascension and Whit move together.
FEESTDAGEN = """
2025-01-01 Nieuwjaarsdag
2025-04-18 Goede Vrijdag
2025-04-20 Eerste paasdag
2025-04-21 Tweede paasdag
2025-04-26 Koningsdag
2025-05-05 Bevrijdingsdag
2025-05-29 Hemelvaartsdag
2025-06-08 Eerste Pinksterdag
2025-06-09 Tweede Pinksterdag
2025-12-25 Eerste Kerstdag
2025-12-26 Tweede Kerstdag
2026-01-01 Nieuwjaarsdag
2026-04-03 Goede Vrijdag
2026-04-05 Eerste paasdag
2026-04-06 Tweede paasdag
2026-04-27 Koningsdag
2026-05-14 Hemelvaartsdag
2026-05-24 Eerste Pinksterdag
2026-05-25 Tweede Pinksterdag
2026-12-25 Eerste Kerstdag
2026-12-26 Tweede Kerstdag
2027-01-01 Nieuwjaarsdag
2027-03-26 Goede Vrijdag
2027-03-28 Eerste paasdag
2027-03-29 Tweede paasdag
2027-04-27 Koningsdag
2027-05-06 Hemelvaartsdag
2027-05-16 Eerste Pinksterdag
2027-05-17 Tweede Pinksterdag
2027-12-25 Eerste Kerstdag
2027-12-26 Tweede Kerstdag
2030-01-01 Nieuwjaarsdag
2030-04-19 Goede Vrijdag
2030-04-21 Eerste paasdag
2030-04-22 Tweede paasdag
2030-04-27 Koningsdag
2030-05-05 Bevrijdingsdag
2030-05-30 Hemelvaartsdag
2030-06-09 Eerste Pinksterdag
2030-06-10 Tweede Pinksterdag
2030-12-25 Eerste Kerstdag
2030-12-26 Tweede Kerstdag
"""
# day | why it is closed (empty: open)
DAGEN = """
2026-11-24 |
2026-11-28 | zaterdag
2026-11-29 | zondag
2026-12-23 |
2026-12-24 | Kerstavond
2026-12-25 | Eerste Kerstdag
2026-12-26 | Tweede Kerstdag
2026-12-28 | teamdag
2026-12-31 |
2027-01-01 | Nieuwjaarsdag
2027-03-25 |
2027-03-26 | Goede Vrijdag
2027-03-29 | Tweede paasdag
2027-04-27 | Koningsdag
2025-04-26 | Koningsdag
2027-05-05 |
2030-05-05 | Bevrijdingsdag
2027-12-24 |
"""


def test_de_feestdagen_van_elk_jaar() -> None:
    verwacht = [regel.split(" ", 1) for regel in FEESTDAGEN.strip().splitlines()]
    for jaar in (2025, 2026, 2027, 2030):
        gevonden = [[dag.isoformat(), naam] for dag, naam in sorted(feestdagen(jaar).items())]
        assert gevonden == [rij for rij in verwacht if rij[0].startswith(str(jaar))]


def test_koningsdag_is_op_zaterdag_als_27_april_een_zondag_is() -> None:
    assert date(2025, 4, 27).isoweekday() == 7
    assert date(2025, 4, 27) not in feestdagen(2025)
    assert feestdagen(2025)[date(2025, 4, 26)] == "Koningsdag"


def test_bevrijdingsdag_alleen_in_een_lustrumjaar() -> None:
    jaren = range(2024, 2041)
    assert [jaar for jaar in jaren if "Bevrijdingsdag" in feestdagen(jaar).values()] == [
        2025, 2030, 2035, 2040,
    ]  # fmt: skip


def test_kerstavond_en_oudejaarsdag_zijn_gewone_dagen() -> None:
    for jaar in range(2024, 2041):
        assert not {date(jaar, 12, 24), date(jaar, 12, 31)} & set(feestdagen(jaar))


@pytest.mark.parametrize(
    ("dag", "reden"), [[d.strip() for d in r.split("|")] for r in DAGEN.strip().splitlines()]
)
def test_waarom_wij_op_een_dag_gesloten_zijn(dag: str, reden: str) -> None:
    assert reden_gesloten(KERST, date.fromisoformat(dag)) == reden


def test_een_feestdag_gaat_voor_een_sluitdag_en_die_voor_het_weekeinde() -> None:
    zelf = Rooster(
        STANDAARD.dagen, 120, {date(2027, 12, 25): "verbouwing", date(2026, 11, 28): "verbouwing"}
    )
    assert reden_gesloten(zelf, date(2027, 12, 25)) == "Eerste Kerstdag"  # a Saturday
    assert reden_gesloten(zelf, date(2026, 11, 28)) == "verbouwing"  # a Saturday


@pytest.mark.parametrize(
    ("van", "tot", "aantal", "reden"),
    [
        (time(17), time(9), 4, RoosterReden.UREN),
        (time(9), time(9), 4, RoosterReden.UREN),
        (time(9), time(0), 4, RoosterReden.UREN),
        (time(9, 0, 30), time(17), 4, RoosterReden.UREN),
        (time(9), time(17, tzinfo=UTC), 4, RoosterReden.UREN),
        (time(9), time(17), 0, RoosterReden.AANTAL),
        (time(9), time(17), -1, RoosterReden.AANTAL),
        (time(9), time(17), 1.5, RoosterReden.AANTAL),
        (time(9), time(17), True, RoosterReden.AANTAL),
    ],
)
def test_een_dag_die_niet_kan_wordt_geweigerd(
    van: time, tot: time, aantal: Any, reden: RoosterReden
) -> None:
    with pytest.raises(RoosterFout) as fout:
        Dagrooster(van, tot, aantal)
    assert fout.value.reden is reden


@pytest.mark.parametrize(
    ("dagen", "duur", "gesloten", "reden", "weekdag"),
    [
        ((DAG,) * 6, 120, {}, RoosterReden.ONLEESBAAR, None),
        ((DAG,) * 8, 120, {}, RoosterReden.ONLEESBAAR, None),
        ((DAG,) * 7, 45, {}, RoosterReden.DUUR, None),
        ((DAG,) * 7, 0, {}, RoosterReden.DUUR, None),
        ((DAG,) * 7, -60, {}, RoosterReden.DUUR, None),
        ((DAG,) * 7, 120.0, {}, RoosterReden.DUUR, None),
        (
            (DAG, DAG, Dagrooster(time(9), time(10, 59), 4), *[DAG] * 4),
            120,
            {},
            RoosterReden.TE_KORT,
            2,
        ),
        ((DAG,) * 7, 120, {date(2026, 12, 24): " "}, RoosterReden.SLUITDAG, None),
    ],
)
def test_een_rooster_dat_niet_kan_wordt_geweigerd(
    dagen: Any, duur: Any, gesloten: dict[date, str], reden: RoosterReden, weekdag: int | None
) -> None:
    with pytest.raises(RoosterFout) as fout:
        Rooster(dagen, duur, gesloten)
    assert (fout.value.reden, fout.value.weekdag) == (reden, weekdag)


def test_een_rooster_verandert_niet_met_de_lijst_waaruit_het_kwam() -> None:
    gesloten = {date(2026, 12, 24): "Kerstavond"}
    rooster = Rooster(STANDAARD.dagen, 120, gesloten)
    gesloten.clear()
    assert reden_gesloten(rooster, date(2026, 12, 24)) == "Kerstavond"
    assert hash(rooster) == hash(Rooster(STANDAARD.dagen, 120, {}))


DEEL = {"dag": "2026-12-01", "van": "13:00", "tot": "17:00", "aantal": 0, "reden": "studie"}


def test_zo_ziet_een_rooster_eruit_als_json() -> None:
    assert als_json(KERST) == {
        "dagen": [{"van": "09:00", "tot": "17:00", "aantal": 4}] * 5 + [None, None],
        "duur_minuten": 120,
        "gesloten": {"2026-12-24": "Kerstavond", "2026-12-28": "teamdag"},
        "afwijkingen": [],
    }


def test_een_rooster_van_voor_de_afwijkingen_is_nog_te_lezen() -> None:
    oud = {naam: deel for naam, deel in als_json(KERST).items() if naam != "afwijkingen"}
    assert uit_json(oud) == KERST


@given(ROOSTERS)
def test_een_rooster_komt_heel_terug_uit_json(rooster: Rooster) -> None:
    assert uit_json(json.loads(json.dumps(als_json(rooster)))) == rooster


@pytest.mark.parametrize(
    ("veld", "waarde", "reden"),
    [
        ("dagen", None, RoosterReden.ONLEESBAAR),
        ("dagen", [None] * 6, RoosterReden.ONLEESBAAR),
        ("dagen", [""] * 7, RoosterReden.ONLEESBAAR),
        ("dagen", [{}] * 7, RoosterReden.ONLEESBAAR),
        ("dagen", [{"van": "25:00", "tot": "26:00", "aantal": 1}] * 7, RoosterReden.ONLEESBAAR),
        ("dagen", [{"van": 9, "tot": 17, "aantal": 1}] * 7, RoosterReden.ONLEESBAAR),
        ("dagen", [{"van": "09:00", "tot": "17:00", "aantal": "4"}] * 7, RoosterReden.AANTAL),
        ("dagen", [{"van": "17:00", "tot": "09:00", "aantal": 4}] * 7, RoosterReden.UREN),
        ("duur_minuten", "120", RoosterReden.DUUR),
        ("duur_minuten", [], RoosterReden.DUUR),
        ("gesloten", [], RoosterReden.ONLEESBAAR),
        ("gesloten", {"24-12-2026": "Kerstavond"}, RoosterReden.ONLEESBAAR),
        ("gesloten", {"2026-12-24": None}, RoosterReden.ONLEESBAAR),
        ("gesloten", {"2026-12-24": ""}, RoosterReden.SLUITDAG),
        ("afwijkingen", [{}], RoosterReden.ONLEESBAAR),
        ("afwijkingen", None, RoosterReden.ONLEESBAAR),
        ("afwijkingen", [{**DEEL, "dag": "1-12-2026"}], RoosterReden.ONLEESBAAR),
        ("afwijkingen", [{**DEEL, "van": ""}], RoosterReden.UREN),
        ("afwijkingen", [{**DEEL, "tot": "12:00"}], RoosterReden.UREN),
        ("afwijkingen", [{**DEEL, "aantal": -1}], RoosterReden.AANTAL),
        ("afwijkingen", [{**DEEL, "reden": " "}], RoosterReden.SLUITDAG),
        ("afwijkingen", [DEEL, {**DEEL, "van": "16:59", "tot": "18:00"}], RoosterReden.OVERLAP),
        ("afwijkingen", [DEEL, {**DEEL, "van": "", "tot": ""}], RoosterReden.OVERLAP),
    ],
)
def test_json_die_geen_rooster_is_wordt_geweigerd(
    veld: str, waarde: object, reden: RoosterReden
) -> None:
    with pytest.raises(RoosterFout) as fout:
        uit_json({**als_json(STANDAARD), veld: waarde})
    assert fout.value.reden is reden


@pytest.mark.parametrize("waarde", [None, [], {}, "rooster", 3])
def test_iets_anders_is_geen_rooster(waarde: object) -> None:
    with pytest.raises(RoosterFout):
        uit_json(waarde)
