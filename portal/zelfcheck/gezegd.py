"""What a resident answered about an address, in words for them and for a colleague alike."""

from typing import Any

from flask_babel import lazy_gettext as _l

from portal.crypto.kenmerk import our_content
from portal.terugbellen.waarden.verzoek import MeeAdres
from portal.zelfcheck.verwijzing import keuzes_van
from rules import Antwoorden

IN_WOORDEN = {
    ("rol", "eigenaar"): _l("eigenaar"),
    ("rol", "huurder"): _l("huurder"),
    ("gebouw", "woning"): _l("een woning"),
    ("gebouw", "bedrijf"): _l("een bedrijf"),
    ("gebouw", "vve"): _l("een gebouw met een VvE"),
    ("gebouw", "boerderij"): _l("een boerderij"),
    ("rijksmonument", "ja"): _l("een Rijksmonument"),
    ("rijksmonument", "nee"): _l("geen Rijksmonument"),
    ("lopend_dossier", "ja"): _l("er loopt een dossier"),
    ("lopend_dossier", "nee"): _l("er loopt geen dossier"),
    ("versterking", "ja"): _l("het wordt versterkt"),
    ("versterking", "nee"): _l("het wordt niet versterkt"),
    ("schade_gemeld", "ja"): _l("gemelde schade die nog loopt"),
    ("schade_gemeld", "nee"): _l("geen gemelde schade die nog loopt"),
    ("vastgelopen", "ja"): _l("vastgelopen"),
    ("vastgelopen", "nee"): _l("niet vastgelopen"),
}


def in_woorden(antwoorden: Antwoorden) -> tuple[Any, ...]:
    """Each answer in the reader's language, in the order of the questions."""
    return tuple(map(IN_WOORDEN.__getitem__, antwoorden.gegeven.items()))


@our_content()
def antwoorden_van(adres: MeeAdres) -> tuple[Any, ...]:
    """The answers that go along with this address, in words. Raises KenmerkError."""
    return in_woorden(keuzes_van(adres.delen).antwoorden)
