"""What the site costs. `python -m bench` (`make bench`) measures the running site in one go;
`python -m bench.provincie` measures the rules and the loader on a whole province.

Here is the table in which results are printed.
"""

from collections.abc import Sequence
from typing import NamedTuple

KOPPEN = ("meting", "gemeten", "spreiding", "keer kaal", "doel", "")


class Rij(NamedTuple):
    """One line. `goed`: whether it meets its goal, None when it has none. Without `gemeten` it is a
    heading.
    """

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
