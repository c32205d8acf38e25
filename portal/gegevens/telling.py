"""How many addresses have which uitkomst, by village and the digits of the postcode.

Counted once, from a file of addresses with its month, and not from the register of a site: who
loaded the examples, or half of the province, would give out numbers that are of nothing.
"""

import csv
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from io import StringIO

from rules import VERSIE, Punt, Uitkomst
from rules.beoordeel import Feiten, bepaal_uitkomst, standaard_kerngebied
from rules.regelversies import REGELVERSIES

GETELD = (Uitkomst.BINNEN, Uitkomst.GRENSGEVAL, Uitkomst.BUITEN)
PER_POSTCODE, PER_GEMEENTE = ("gemeente", "woonplaats", "postcode4"), ("gemeente",)
KOLOMMEN = ("adressen", *(f"berekend_{uitkomst}" for uitkomst in GETELD), "bag", "regels")

Groep = tuple[str, ...]
Tellingen = dict[Groep, Counter[Uitkomst]]


def tel(rijen: Iterable[Mapping[str, str]]) -> Tellingen:
    """By gemeente, woonplaats and postcode4. Raises ValueError for an address without uitkomst.

    `rijen`: with the columns municipality, town, postcode, lat and lon.
    """
    gekozen, gebied = standaard_kerngebied()
    uit: defaultdict[Groep, Counter[Uitkomst]] = defaultdict(Counter)
    for rij in rijen:
        punt = Punt(float(rij["lat"]), float(rij["lon"]))
        feiten = Feiten(punt, REGELVERSIES[-1], gebied.tel(punt), gekozen.aantal_nodig)
        uitkomst, grond = bepaal_uitkomst(feiten)
        if uitkomst not in GETELD:
            raise ValueError(f"een adres in {rij['town']} heeft geen uitkomst: {grond}")
        uit[rij["municipality"], rij["town"], rij["postcode"][:4]][uitkomst] += 1
    return dict(uit)


def samen(tellingen: Tellingen, op: int) -> Tellingen:
    """Added up by the first `op` names of each group."""
    uit: defaultdict[Groep, Counter[Uitkomst]] = defaultdict(Counter)
    for groep, geteld in tellingen.items():
        uit[groep[:op]].update(geteld)
    return dict(uit)


def als_csv(tellingen: Tellingen, namen: Groep, bag: str) -> str:
    """A row for each group. `bag`: the month of the addresses. A place without one has 0 of it."""
    uit = StringIO()
    schrijver = csv.writer(uit, lineterminator="\n")
    schrijver.writerow([*namen, *KOLOMMEN])
    for groep, geteld in sorted(tellingen.items()):
        aantallen = [geteld[uitkomst] for uitkomst in GETELD]
        schrijver.writerow([*groep, geteld.total(), *aantallen, bag, VERSIE])
    return uit.getvalue()
