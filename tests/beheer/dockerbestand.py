"""The Dockerfile as a list of steps, so that they can be compared with the code."""

import re
from typing import NamedTuple

from tests.beheer.pagina import WORTEL


class Stap(NamedTuple):
    """One instruction of one stage (0 is the first): `COPY`, and what follows it."""

    fase: int
    soort: str
    rest: str


def stappen(tekst: str | None = None) -> list[Stap]:
    """All of them, in order."""
    tekst = (WORTEL / "Dockerfile").read_text(encoding="utf-8") if tekst is None else tekst
    heel = re.sub(r"\\\n", " ", re.sub(r"^\s*#.*\n", "", tekst, flags=re.MULTILINE))
    gevonden, fase = [], -1
    for regel in filter(None, map(str.strip, heel.splitlines())):
        soort, _, rest = regel.partition(" ")
        fase += soort == "FROM"
        gevonden.append(Stap(fase, soort, rest.strip()))
    return gevonden


def laatste(soort: str) -> list[Stap]:
    """The steps of this kind in the stage that is kept."""
    alle = stappen()
    return [stap for stap in alle if stap.soort == soort and stap.fase == alle[-1].fase]
