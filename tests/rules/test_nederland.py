"""The line around the Netherlands: no Dutch address outside it, no Emden and no sea inside."""

import csv
from datetime import date
from itertools import pairwise
from pathlib import Path

import pytest

from portal.adressen.voorbeeld import voorbeelden
from rules import Antwoord, Grond, Officieel, Punt, Uitkomst, beoordeel
from rules.__main__ import main
from rules.bronnen import BRIEF
from rules.nederland import NOORD, OOST, WEST, ZUID, grens, in_nederland
from rules.veelhoek import ligt_binnen

VANDAAG = date(2026, 11, 24)
TABEL = Path(__file__).with_name("nederland.csv").read_text(encoding="utf-8").splitlines()
PLAATSEN = list(csv.DictReader(TABEL))
EMDEN = Punt(53.3670, 7.2060)


@pytest.mark.parametrize("rij", PLAATSEN, ids=lambda rij: rij["plaats"])
def test_ligt_deze_plaats_op_het_land_in_nederland(rij: dict[str, str]) -> None:
    punt = Punt(float(rij["lat"]), float(rij["lon"]))
    assert {True: "ja", False: "nee"}[in_nederland(punt)] == rij["in_nederland"]
    oordeel = beoordeel(punt, peildatum=VANDAAG)
    assert (oordeel.grond is Grond.NIET_IN_NEDERLAND) == (rij["in_nederland"] == "nee")
    assert (oordeel.uitkomst is Uitkomst.ONBEKEND) == (rij["in_nederland"] == "nee")


def test_elk_voorbeeld_in_de_provincie_ligt_in_nederland() -> None:
    assert [v.naam for v in voorbeelden() if not in_nederland(v.adres.punt)] == []


def test_buiten_nederland_is_er_geen_aantal_en_ook_geen_nul() -> None:
    oordeel = beoordeel(EMDEN, peildatum=VANDAAG)
    assert oordeel.aantal is oordeel.aantal_laag is oordeel.aantal_hoog is None
    assert oordeel.trillingen == ()
    (kerngebied, *_) = oordeel.bevindingen
    assert (kerngebied.waarde, kerngebied.antwoord) == (None, Antwoord.ONBEKEND)


def test_buiten_nederland_geldt_ook_onder_de_oude_regels() -> None:
    oordeel = beoordeel(EMDEN, peildatum=date(2023, 7, 1))
    assert oordeel.grond is Grond.NIET_IN_NEDERLAND


def test_zegt_het_img_zelf_iets_dan_telt_dat() -> None:
    """Its list may hold an address of which our place is wrong."""
    officieel = Officieel(Antwoord.JA, VANDAAG, BRIEF)
    oordeel = beoordeel(EMDEN, peildatum=VANDAAG, officieel=officieel)
    assert (oordeel.uitkomst, oordeel.berekend) == (Uitkomst.BINNEN, Uitkomst.ONBEKEND)


def test_een_csv_noemt_de_reden_en_gaat_door(tmp_path: Path) -> None:
    bron, doel = tmp_path / "in.csv", tmp_path / "uit.csv"
    bron.write_text("naam,lat,lon\nEmden,53.367,7.206\nLoppersum,53.333,6.75\n")
    assert main(["--csv", str(bron), "--uit", str(doel)]) == 0
    assert doel.read_text().splitlines()[1:] == [
        "Emden,53.367,7.206,onbekend,,,,niet_in_nederland",
        "Loppersum,53.333,6.75,binnen,40,37,48,ruim_genoeg",
    ]


def test_op_de_opdrachtregel_staat_de_reden(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--lat", "53.367", "--lon", "7.206"]) == 0
    assert "Uitkomst: onbekend (niet_in_nederland)" in capsys.readouterr().out


def test_het_vak_dat_snel_antwoordt_ligt_binnen_de_lijn() -> None:
    """Its corners are inside, and no piece of the line comes into it."""
    hoeken = [(lat, lon) for lat in (ZUID, NOORD) for lon in (WEST, OOST)]
    assert all(ligt_binnen(grens(), *hoek) for hoek in hoeken)
    stukken = [
        (van[0] + (tot[0] - van[0]) * deel / 100, van[1] + (tot[1] - van[1]) * deel / 100)
        for van, tot in pairwise(grens())
        for deel in range(100)
    ]
    assert [p for p in stukken if ZUID <= p[0] <= NOORD and WEST <= p[1] <= OOST] == []
    assert all(in_nederland(Punt(*hoek)) for hoek in hoeken)
