"""What follows for the resident: the steps of the scheme in their order, and the ways out.

A "nee" is not the end: every uitkomst has its uitwegen. No step has a promised duration, and only
the IMG decides.
"""

from rules.bronnen import BRIEF, COMMISSIE_MIJNBOUWSCHADE, IMG_INTERVENTIETEAM, IMG_NCG, IMG_PILOT
from rules.model import Stap, StapCode, Uitkomst

DE_WEG: tuple[Stap, ...] = (
    Stap(StapCode.IMG_CONTROLEERT, BRIEF),
    Stap(StapCode.IMG_BELT, BRIEF),
    Stap(StapCode.KEUKENTAFELGESPREK, IMG_PILOT),
    Stap(StapCode.ONDERZOEK, IMG_PILOT),
    Stap(StapCode.PLAN, IMG_PILOT),
    Stap(StapCode.SAMENLOOP, IMG_NCG),
)

UITWEGEN: tuple[Stap, ...] = (
    Stap(StapCode.SCHADE_MELDEN, BRIEF),
    Stap(StapCode.LOPEND_DOSSIER, BRIEF),
    Stap(StapCode.VERSTERKING, BRIEF),
    Stap(StapCode.SCHRIJNEND, IMG_INTERVENTIETEAM),
    Stap(StapCode.ANDER_VELD, COMMISSIE_MIJNBOUWSCHADE),
)

STAPPEN: dict[Uitkomst, tuple[Stap, ...]] = {
    Uitkomst.BINNEN: DE_WEG,
    Uitkomst.GRENSGEVAL: DE_WEG,
    Uitkomst.BUITEN: (),
    Uitkomst.ONBEKEND: (Stap(StapCode.IMG_VRAGEN, BRIEF),),
}
