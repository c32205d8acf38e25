"""The seven questions that tailor the steps, with their words: a resident's, and a caller's."""

from collections.abc import Mapping
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import Form, RadioField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # the types are of an older version

from rules.antwoorden import SOORTEN, Gebouw, JaNee, Rol

WEET_NIET = _l("Weet ik niet")
ROLLEN = {Rol.EIGENAAR: _l("Ik ben eigenaar"), Rol.HUURDER: _l("Ik huur"), Rol.WEET_NIET: WEET_NIET}
GEBOUWEN = {
    Gebouw.WONING: _l("Een woning"),
    Gebouw.BEDRIJF: _l("Een bedrijf"),
    Gebouw.VVE: _l("Een gebouw met een VvE"),
    Gebouw.BOERDERIJ: _l("Een boerderij"),
    Gebouw.WEET_NIET: WEET_NIET,
}
JA_OF_NEE = {JaNee.JA: _l("Ja"), JaNee.NEE: _l("Nee"), JaNee.WEET_NIET: WEET_NIET}
KIES_IETS = _l("Kies een antwoord. Weet u het niet? Kies dan “Weet ik niet”.")


def _vraag(naam: Any, woorden: Mapping[Any, Any]) -> RadioField:
    keuzes = [SelectChoice(waarde.value, woord) for waarde, woord in woorden.items()]
    return RadioField(naam, choices=keuzes, default="", validate_choice=False)


class StappenForm(Form):
    """The seven questions, by the names that `rules` gives them. A page asks some of them."""

    rol = _vraag(_l("Bent u eigenaar, of huurt u?"), ROLLEN)
    gebouw = _vraag(_l("Wat voor gebouw is het?"), GEBOUWEN)
    rijksmonument = _vraag(_l("Is het een Rijksmonument?"), JA_OF_NEE)
    lopend_dossier = _vraag(_l("Loopt er al een dossier Duurzaam herstel?"), JA_OF_NEE)
    versterking = _vraag(_l("Wordt het gebouw ook versterkt?"), JA_OF_NEE)
    schade_gemeld = _vraag(_l("Heeft u schade gemeld die nog niet is afgehandeld?"), JA_OF_NEE)
    vastgelopen = _vraag(_l("Komt u er niet uit, of is de situatie heel zwaar?"), JA_OF_NEE)

    def lees(self, vragen: tuple[str, ...]) -> dict[str, str]:
        """What was chosen for these questions; an answer that we do not offer is none."""
        gekozen = {vraag: self[vraag].data for vraag in vragen}
        return {vraag: keus for vraag, keus in gekozen.items() if keus in set(SOORTEN[vraag])}

    def meld_niets_gekozen(self, vragen: tuple[str, ...]) -> None:
        """Said at the first question."""
        self[vragen[0]].errors = [KIES_IETS]
