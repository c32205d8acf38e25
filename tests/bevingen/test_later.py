"""bevingen-later.csv: what the site shows beside the catalogue. It may hold anything, and changes
no uitkomst.
"""

import csv
from datetime import date
from io import StringIO
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from portal.bevingen.later import LATER, MAX_BYTES, LatereBevingen, lees_later, schrijf_later
from rules import CatalogusFout, Oordeel, Punt, Reden, beoordeel
from rules.bevingen import KOLOMMEN, als_csv, catalogus
from rules.model import Beving
from tests.bevingen.lijst import HUIZINGE, ZANDEWEER
from tests.conftest import maak_app
from tests.pagina import Boom, Inspecteur
from tests.teksten import links

KOP = ",".join(KOLOMMEN)
GOED = "knmi2026nove,2026-11-10T10:00:00Z,Stedum,53.300,6.700,3.0,2.1"
PLAATSEN = [Punt(53.333, 6.75), Punt(53.331, 6.52), Punt(53.2187, 6.568), Punt(53.3, 6.7)]


def test_wat_geschreven_is_wordt_weer_zo_gelezen(tmp_path: Path) -> None:
    pad = tmp_path / LATER
    stedum = lees_later(f"{KOP}\n{GOED}\n".encode())
    schrijf_later(pad, (*stedum, ZANDEWEER))
    assert lees_later(pad.read_bytes()) == (ZANDEWEER, *stedum), "oldest first"
    assert [p.name for p in tmp_path.iterdir()] == [LATER]


SLECHT = {
    "voor het einde van het venster": (
        "a,2025-12-31T22:59:59Z,Stedum,53.3,6.7,3.0,3.6",
        "van voor 2025-12-31T23:00Z",
    ),
    "Huizinge": (als_csv([HUIZINGE]).splitlines()[1], "hoort in de lijst van de regels zelf"),
    "twee keer": (GOED, "staat er twee keer in"),
    "geen tijd": ("a,2026-05-07Z,Stedum,53.3,6.7,3.0,2.1", "geen tijd in UTC"),
    "jaar": (
        "a,9999-12-31T23:30:00Z,Stedum,53.3,6.7,3.0,2.1",
        "9999-12-31T23:30Z moet nog komen",
    ),
    "morgen": ("a,2026-11-25T10:00:00Z,Stedum,53.3,6.7,3.0,2.1", "moet nog komen"),
    "geen dag": (
        "a,2026-02-30T10:00:00Z,Stedum,53.3,6.7,3.0,2.1",
        "'2026-02-30T10:00:00Z' is geen",
    ),
    "komma": ('a,2026-05-07T00:00:00Z,Stedum,"53,3",6.7,3.0,2.1', "'53,3' is geen getal"),
    "nan": ("a,2026-05-07T00:00:00Z,Stedum,53.3,6.7,3.0,nan", "magnitude nan kan niet"),
    "te groot": ("a,2026-05-07T00:00:00Z,Stedum,53.3,6.7,3.0,1e9", "kan niet"),
    "diepte": ("a,2026-05-07T00:00:00Z,Stedum,53.3,6.7,inf,2.1", "diepte inf km kan niet"),
    "omgewisseld": ("a,2026-05-07T00:00:00Z,Stedum,6.7,53.3,3.0,2.1", "geen plaats in Nederland"),
    "zonder plaats": (
        "a,2026-05-07T00:00:00Z,,53.3,6.7,3.0,2.1",
        "leeg, te lang of geen gewone tekst",
    ),
    "stuurtekens": ("a,2026-05-07T00:00:00Z,Ste\x1b[2Jdum,53.3,6.7,3.0,2.1", "geen gewone tekst"),
    "te kort": ("a,2026-05-07T00:00:00Z", "regel 3"),
    "een woord": ("kapot", "regel 3"),
    "te lang": (f"{GOED},x".replace("nove", "anders"), "te veel velden"),
}


@pytest.mark.parametrize("wat", SLECHT)
def test_een_rij_die_er_niet_in_hoort_wordt_met_zijn_regel_geweigerd(wat: str) -> None:
    rij, zin = SLECHT[wat]
    with pytest.raises(CatalogusFout) as fout:
        lees_later(f"{KOP}\n{GOED}\n{rij}\n".encode())
    assert zin in str(fout.value)
    assert "regel 3" in str(fout.value)


def test_wat_een_spreadsheet_voor_utf_8_zet_stoort_niet() -> None:
    goed = f"{KOP}\n{GOED}\n"
    assert lees_later(goed.encode("utf-8-sig")) == lees_later(goed.encode())


@pytest.mark.parametrize(
    "inhoud",
    [b"", GOED.encode(), b"\xff\xfe", f"{KOP};\n".encode(), KOP.encode() + b"\n" * MAX_BYTES],
)
def test_wat_niet_ons_bestand_is_wordt_geweigerd(inhoud: bytes) -> None:
    with pytest.raises(CatalogusFout):
        lees_later(inhoud)


def test_ook_wie_schrijft_mag_er_niets_van_voor_het_einde_in_zetten(tmp_path: Path) -> None:
    pad = tmp_path / LATER
    schrijf_later(pad, [ZANDEWEER])
    oud = pad.read_bytes()
    with pytest.raises(CatalogusFout, match="hoort in de lijst van de regels zelf"):
        schrijf_later(pad, [ZANDEWEER, HUIZINGE])
    assert pad.read_bytes() == oud
    assert [p.name for p in tmp_path.iterdir()] == [LATER]


def test_de_site_merkt_een_nieuw_bestand_en_meldt_een_kapot_bestand_een_keer(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    pad = tmp_path / LATER
    later = LatereBevingen(pad)
    assert later.bevingen() == ()
    schrijf_later(pad, [ZANDEWEER])
    assert later.bevingen() == (ZANDEWEER,)
    assert later.bevingen() is later.bevingen(), "read once"
    pad.write_text(f"{KOP}\n{GOED}\nkapot\n")
    assert [later.bevingen() for _ in range(3)] == [(), (), ()]
    assert [m for m in caplog.messages if "niet te gebruiken" in m] == caplog.messages
    assert len(caplog.messages) == 1
    assert "bevingen-later.csv is niet te gebruiken: regel 3" in caplog.messages[0]
    schrijf_later(pad, [ZANDEWEER])
    assert later.bevingen() == (ZANDEWEER,)
    pad.unlink()
    assert later.bevingen() == ()
    assert len(caplog.messages) == 1


def test_een_map_met_die_naam_houdt_de_site_niet_tegen(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    (tmp_path / LATER).mkdir()
    assert LatereBevingen(tmp_path / LATER).bevingen() == ()
    assert "niet te gebruiken" in caplog.text


def kern(oordeel: Oordeel) -> tuple[object, ...]:
    """What must not change: the uitkomst, the counts, and everything shown about the venster."""
    in_venster = [t for t in oordeel.trillingen if t.reden is not Reden.NA_VENSTER]
    return (
        oordeel.uitkomst,
        oordeel.aantal,
        oordeel.aantal_laag,
        oordeel.aantal_hoog,
        oordeel.beslissend,
        in_venster,
    )


@pytest.fixture(scope="module")
def zonder() -> list[tuple[object, ...]]:
    return [kern(beoordeel(punt, peildatum=date(2026, 11, 24))) for punt in PLAATSEN]


def rij(velden: tuple[str, ...]) -> str:
    uit = StringIO()
    csv.writer(uit).writerow(velden)
    return uit.getvalue()


# Rows that look right or nearly so, in between any other bytes.
VELDEN = st.tuples(
    st.sampled_from(["a", "b", HUIZINGE.event_id, ZANDEWEER.event_id]) | st.text(max_size=5),
    st.datetimes().map(lambda t: f"{t:%Y-%m-%dT%H:%M:%S}Z")
    | st.sampled_from(["2025-12-31T22:59:59Z", "2025-12-31T23:00:00Z", "2027-01-01T00:00:00Z"])
    | st.text(max_size=20),
    st.text(max_size=10),
    st.floats(53.0, 53.5).map(str) | st.floats().map(str),
    st.floats(6.2, 7.2).map(str) | st.floats().map(str),
    st.sampled_from(["3.0", "", "-1"]),
    st.floats(0, 7).map(str) | st.floats().map(str) | st.text(max_size=3),
)
RIJEN = st.one_of(VELDEN, VELDEN.map(lambda v: v[:2]), VELDEN.map(lambda v: (*v, "x"))).map(rij)
INHOUD = st.lists(RIJEN, max_size=6).map(lambda r: (KOP + "\n" + "".join(r)).encode()) | st.binary(
    max_size=200
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(INHOUD)
@example((KOP + "\n" + GOED).encode())
@example(als_csv(catalogus()).encode())
def test_wat_er_ook_in_het_bestand_staat_de_uitkomst_en_de_tellingen_blijven(
    tmp_path: Path, zonder: list[tuple[object, ...]], inhoud: bytes
) -> None:
    pad = tmp_path / LATER
    pad.write_bytes(inhoud)
    later = LatereBevingen(pad).bevingen()
    met = [beoordeel(punt, peildatum=date(2026, 11, 24), later=later) for punt in PLAATSEN]
    assert [kern(oordeel) for oordeel in met] == zonder
    for oordeel in met:
        getoond = {t.event_id for t in oordeel.trillingen if t.reden is Reden.NA_VENSTER}
        assert {b.event_id for b in later} <= getoond


def tabel_na_2025(client: Inspecteur) -> list[str]:
    """The rows of the table with quakes after 2025 behind the page for Winsum."""
    antwoord = client.post(
        "/adres", data={"postcode": "9951AD", "huisnummer": "14"}, follow_redirects=True
    )
    (alle,) = links(Boom(antwoord.text), "/bevingen/")
    tekst = (
        client.get(alle)
        .text.partition("Bevingen vanaf 2026 tellen niet mee")[2]
        .partition("</table>")[0]
    )
    return [deel.partition("</tr>")[0] for deel in tekst.split("<tr>")[2:]]


def test_een_bewoner_ziet_de_beving_van_gisteren_zonder_dat_de_site_herstart(
    tmp_path: Path,
) -> None:
    app = maak_app(tmp_path)
    client = app.test_client()
    assert isinstance(client, Inspecteur)
    assert len(tabel_na_2025(client)) == 3
    stedum = lees_later(f"{KOP}\n{GOED}\n".encode())
    sterker = Beving(ZANDEWEER.event_id, ZANDEWEER.tijd_utc, "Zandeweer", 53.378, 6.667, 3.0, 2.9)
    schrijf_later(tmp_path / LATER, (*stedum, sterker))
    rijen = tabel_na_2025(client)
    assert len(rijen) == 4, "Zandeweer counts once, as it is in the file"
    assert any("Stedum" in r and "10 november 2026" in r and "2,1" in r for r in rijen)
    assert any("Zandeweer" in r and "2,9" in r for r in rijen)
    assert all("nee, na 2025" in r for r in rijen)
