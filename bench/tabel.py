"""One table for all that is measured: rows, and how they are printed."""

from collections.abc import Sequence
from typing import NamedTuple

KOPPEN = ("meting", "gemeten", "spreiding", "keer kaal", "doel", "")


class Rij(NamedTuple):
    """One line. `goed`: whether it makes its goal; None where there is none. A line without `gemeten` is a heading."""

    wat: str
    gemeten: str = ""
    spreiding: str = ""
    keer: str = ""
    doel: str = ""
    goed: bool | None = None


def toon(rijen: Sequence[Rij]) -> str:
    """The table: words to the left, numbers to the right."""
    oordeel = {True: "ok", False: "NIET", None: ""}
    cellen = [KOPPEN, *((*rij[:5], oordeel[rij.goed]) for rij in rijen)]
    breed = [max(len(cel[kolom]) for cel in cellen if cel[1]) for kolom in range(len(KOPPEN))]
    regels = []
    for eerste, *rest in cellen:
        getallen = "  ".join(f"{cel:>{b}}" for cel, b in zip(rest, breed[1:], strict=True))
        regels.append(f"{eerste:<{breed[0]}}  {getallen}".rstrip() if rest[0] else f"\n{eerste}")
    return "\n".join(regels)
