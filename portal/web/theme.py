"""The operator's theme: of a theme file of the NL Design System only the values that our stylesheets use.

Such a file has some 2,000 values (190 kB); we use about 50, all of them named `--basis-...`. Fonts, rules and addresses in it do
not reach the page. A theme replaces our dark colours too: it has none of its own, so the page is then always light.
"""

import re
from pathlib import Path

OPMERKING = re.compile(r"/\*.*?\*/", re.DOTALL)
WAARDE = re.compile(r"(--[\w-]+)\s*:\s*([^;{}]+)")
VERWIJZING = re.compile(r"var\(\s*(--[\w-]+)\s*\)")


class ThemeError(Exception):
    """The theme cannot be used; the message is for the operator."""


def read_theme(pad: Path, tokens: str) -> str:
    """One rule with a value for each token in `tokens` (our own stylesheet of them). Raises ThemaFout."""
    try:
        blokken = re.findall(r"\{([^{}]*)\}", OPMERKING.sub("", pad.read_text(encoding="utf-8")))
    except (OSError, UnicodeDecodeError) as fout:
        raise ThemeError(f"PORTAL_THEMA: {pad} is niet te lezen: {fout}") from None
    # The first block is the theme; what follows is for another class or for some screens.
    thema = {naam: waarde.strip() for naam, waarde in WAARDE.findall(blokken[0] if blokken else "")}
    nodig = sorted({naam for naam, _ in WAARDE.findall(tokens)})
    waarden = {naam: waarde for naam in nodig if (waarde := _zonder_verwijzing(naam, thema))}
    if ontbreekt := [naam for naam in nodig if naam not in waarden]:
        raise ThemeError(f"PORTAL_THEMA: in {pad} staat geen waarde voor {', '.join(ontbreekt)}.")
    return f":root{{color-scheme:light;{';'.join(f'{naam}:{waarde}' for naam, waarde in waarden.items())}}}\n"


def _zonder_verwijzing(naam: str, thema: dict[str, str], diepte: int = 10) -> str:
    """The value itself where the theme refers to another of its values; empty when it leads nowhere."""
    waarde = thema.get(naam, "") if diepte else ""
    delen = {
        verwezen: _zonder_verwijzing(verwezen, thema, diepte - 1)
        for verwezen in VERWIJZING.findall(waarde)
    }
    return VERWIJZING.sub(lambda m: delen[m[1]], waarde) if all(delen.values()) else ""
