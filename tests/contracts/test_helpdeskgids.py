"""docs/helpdesk.md says what the site says: a new colleague finds every word set in bold on the
site, and the guide takes two pages.
"""

import re
from pathlib import Path

from babel.messages.extract import extract_from_dir

from portal.web.errors import HELPDESK_TEXTS

WORTEL = Path(__file__).parents[2]
GIDS = (WORTEL / "docs/helpdesk.md").read_text(encoding="utf-8")
MAX_WOORDEN = 1200  # two printed pages


def staat_op_de_site(woorden: str, teksten: set[str]) -> bool:
    """Literally, or with another text of the site filled in: `Sluit: gesproken`."""
    if woorden in teksten:
        return True
    patronen = (
        r"(.+)".join(map(re.escape, re.split(r"%\(\w+\)s", tekst)))
        for tekst in teksten
        if "%(" in tekst
    )
    gevuld = (re.fullmatch(patroon, woorden) for patroon in patronen)
    return any(match and set(match.groups()) <= teksten for match in gevuld)


def test_wat_vet_staat_in_de_gids_staat_zo_op_de_site() -> None:
    methoden = [("portal/**.py", "python"), ("templates/**.html", "jinja2")]
    gevonden = extract_from_dir(
        WORTEL,
        method_map=methoden,
        options_map={"templates/**.html": {"trimmed": "true", "silent": "false"}},
        keywords={"_": None, "_l": None, "gettext": None},
    )
    teksten = {str(bericht[2]) for bericht in gevonden} | {
        titel for titel, _ in HELPDESK_TEXTS.values()
    }
    vet = {
        " ".join(woorden.split()) for woorden in re.findall(r"\*\*(.+?)\*\*", GIDS, re.DOTALL)
    } - {"vet"}
    assert len(vet) > 40
    assert [woorden for woorden in sorted(vet) if not staat_op_de_site(woorden, teksten)] == []
    assert not staat_op_de_site("Sluit: zomaar", teksten)


def test_de_gids_past_op_twee_bladzijden() -> None:
    assert len(GIDS.split()) <= MAX_WOORDEN
