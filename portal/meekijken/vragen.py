"""The difficult questions of callers, with their sources. Words: templates/helpdesk/vragen."""

from enum import StrEnum

from rules.bronnen import (
    BOMMER_2019,
    BRIEF,
    EIGEN_BEREKENING,
    IMG_INTERVENTIETEAM,
    IMG_NCG,
    IMG_PILOT,
    IMG_TRILLINGSTOOL,
    KNMI,
    NIET_BEKEND,
    STCRT_2025,
    TIJDELIJKE_WET,
)
from rules.model import Bron


class MoeilijkeVraag(StrEnum):
    """A template with question and answer for each, in the order in which a colleague sees them."""

    BUREN = "buren"
    KLOPT_NIET = "klopt_niet"
    TRILLINGSTOOL = "trillingstool"
    BEVINGEN_2026 = "bevingen_2026"
    IMG_BELT_NIET = "img_belt_niet"
    ZELF_OPGEVEN = "zelf_opgeven"
    GELD = "geld"
    HOE_LANG = "hoe_lang"
    HUURDERS = "huurders"
    MONUMENTEN = "monumenten"
    LOPEND_DOSSIER = "lopend_dossier"
    VERSTERKING = "versterking"
    ZWAAR = "zwaar"


BRONNEN_VAN: dict[MoeilijkeVraag, tuple[Bron, ...]] = {
    MoeilijkeVraag.BUREN: (BRIEF, EIGEN_BEREKENING),
    MoeilijkeVraag.KLOPT_NIET: (EIGEN_BEREKENING, BOMMER_2019, KNMI),
    MoeilijkeVraag.TRILLINGSTOOL: (IMG_TRILLINGSTOOL, BRIEF),
    MoeilijkeVraag.BEVINGEN_2026: (BRIEF, KNMI, STCRT_2025),
    MoeilijkeVraag.IMG_BELT_NIET: (BRIEF,),
    MoeilijkeVraag.ZELF_OPGEVEN: (BRIEF, TIJDELIJKE_WET),
    MoeilijkeVraag.GELD: (STCRT_2025,),
    MoeilijkeVraag.HOE_LANG: (NIET_BEKEND,),
    MoeilijkeVraag.HUURDERS: (NIET_BEKEND, BRIEF),
    MoeilijkeVraag.MONUMENTEN: (STCRT_2025,),
    MoeilijkeVraag.LOPEND_DOSSIER: (BRIEF,),
    MoeilijkeVraag.VERSTERKING: (IMG_NCG, IMG_PILOT),
    MoeilijkeVraag.ZWAAR: (BRIEF, IMG_INTERVENTIETEAM),
}
