"""docs/beheer.md as blocks of commands, in the order in which an operator pastes them."""

import re
from pathlib import Path
from textwrap import dedent
from typing import NamedTuple

WORTEL = Path(__file__).parents[2]


class Blok(NamedTuple):
    """One block. `kop`: the heading above it; `soort`: what follows ```sh, empty when everybody
    pastes it.
    """

    kop: str
    soort: str
    opdrachten: str


def blokken(tekst: str | None = None) -> list[Blok]:
    """All of them, in order."""
    tekst = (WORTEL / "docs/beheer.md").read_text(encoding="utf-8") if tekst is None else tekst
    kop, gevonden = "", []
    for deel in re.finditer(
        r"^(?:#+ (?P<kop>.+)| *```sh ?(?P<soort>.*)\n(?P<regels>(?s:.+?)) *```)$",
        tekst,
        re.MULTILINE,
    ):
        if deel["kop"]:
            kop = deel["kop"]
        else:
            gevonden.append(Blok(kop, deel["soort"], dedent(deel["regels"])))
    return gevonden
