"""The Dutch words for each value that colleagues see: one table, for `{{ waarde | woord }}`.

A test holds it equal to the enums.
"""

from collections.abc import Mapping
from enum import StrEnum
from typing import Any

from flask_babel import lazy_gettext as _l

from portal.doorgeven.doorgave import Doorgavestatus
from portal.doorgeven.leveringen import Leverstatus
from portal.helpdesk.cijferspages import BELOFTEN
from portal.helpdesk.logboekpages import DADEN
from portal.helpdesk.menu import bp
from portal.helpdesk.wachtrijpages import Melding
from portal.storage.audit_log import Action
from portal.terugbellen.eigenteksten import EigenTeksten
from portal.terugbellen.inkomend import Afloop
from portal.terugbellen.overzichten.lijsten import Wachtrijlijst
from portal.terugbellen.rijen.zoeken import Zoeksoort
from portal.terugbellen.waarden.behandeling import Resultaat, Standaardzin, Verwezen
from portal.terugbellen.waarden.verzoek import Gesprekstaal, Onderwerp, Sluitreden, Status, Via
from rules.model import Uitkomst

WOORDEN: dict[type[StrEnum], dict[Any, Any]] = {
    Resultaat: {
        Resultaat.GESPROKEN: _l("gesproken"),
        Resultaat.GEEN_GEHOOR: _l("geen gehoor"),
        Resultaat.VOICEMAIL: _l("voicemail"),
        Resultaat.BEZET: _l("bezet"),
        Resultaat.ANDER_NAM_OP: _l("iemand anders nam op"),
        Resultaat.LATER: _l("liever op een ander moment"),
        Resultaat.AFGEBROKEN: _l("het gesprek brak af"),
        Resultaat.BERICHT: _l("bericht gestuurd"),
        Resultaat.BELT_ZELF: _l("belt zelf terug"),
        Resultaat.VERKEERD_NUMMER: _l("verkeerd nummer"),
    },
    Afloop: {
        Afloop.BEANTWOORD: _l("beantwoord"),
        Afloop.AFSPRAAK: _l("wij bellen terug"),
        Afloop.VERWEZEN: _l("verwezen"),
        Afloop.AFGEBROKEN: _l("afgebroken"),
    },
    Verwezen: {
        Verwezen.IMG: _l("het IMG"),
        Verwezen.NCG: _l("de NCG"),
        Verwezen.GEMEENTE: _l("de gemeente"),
        Verwezen.COMMISSIE: _l("de Commissie Mijnbouwschade"),
    },
    Sluitreden: {
        Sluitreden.GESPROKEN: _l("gesproken"),
        Sluitreden.NIET_BEREIKT: _l("niet bereikt"),
        Sluitreden.VERKEERD_NUMMER: _l("verkeerd nummer"),
        Sluitreden.BELT_ZELF: _l("belt zelf terug"),
        Sluitreden.BERICHT: _l("bericht gestuurd"),
        Sluitreden.DUBBEL: _l("dubbel: er is nog een verzoek"),
        Sluitreden.GEEN_VRAAG: _l("geen echte vraag"),
        Sluitreden.ELDERS: _l("verwerkt bij de andere balie"),
    },
    Status: {
        Status.OPEN: _l("open"),
        Status.GESLOTEN: _l("gesloten"),
        Status.INGETROKKEN: _l("ingetrokken"),
    },
    Via: {Via.BEWONER: _l("zelf op de site"), Via.HELPDESK: _l("door de helpdesk")},
    Wachtrijlijst: {
        Wachtrijlijst.TE_LAAT: _l("Te laat"),
        Wachtrijlijst.NU: _l("Nu"),
        Wachtrijlijst.STRAKS: _l("Straks vandaag"),
        Wachtrijlijst.NOG_EENS: _l("Nog een keer bellen"),
        Wachtrijlijst.LATER: _l("Later"),
        Wachtrijlijst.MIJN: _l("Van mij"),
        Wachtrijlijst.NIEMAND: _l("Van niemand"),
        Wachtrijlijst.GERADEN: _l("Code geraden"),
        Wachtrijlijst.OPEN: _l("Alles open"),
        Wachtrijlijst.ELDERS: _l("Bij een andere balie"),
        Wachtrijlijst.GESLOTEN: _l("Gesloten"),
    },
    Doorgavestatus: {
        Doorgavestatus.WACHT: _l("nog niet doorgegeven"),
        Doorgavestatus.STAAT: _l("doorgegeven"),
        Doorgavestatus.VERWERKT: _l("daar verwerkt"),
        Doorgavestatus.GEWEIGERD: _l("daar geweigerd"),
        Doorgavestatus.VERDWENEN: _l("daar verwijderd"),
    },
    Leverstatus: {
        Leverstatus.WACHT: _l("wacht"),
        Leverstatus.VERZONDEN: _l("verzonden"),
        Leverstatus.MISLUKT: _l("mislukt"),
    },
    Zoeksoort: {
        Zoeksoort.CODE: _l("code"),
        Zoeksoort.TELEFOON: _l("telefoonnummer"),
        Zoeksoort.ADRES: _l("postcode en huisnummer"),
        Zoeksoort.CODE_BEGIN: _l("begin van een code"),
        Zoeksoort.TELEFOON_EIND: _l("einde van een telefoonnummer"),
        Zoeksoort.NAAM: _l("naam"),
        Zoeksoort.STRAAT: _l("straat of plaats"),
        Zoeksoort.KLANK: _l("naam die zo klinkt"),
    },
    Gesprekstaal: {
        Gesprekstaal.NEDERLANDS: _l("Nederlands"),
        Gesprekstaal.GRONINGS: _l("Gronings"),
        Gesprekstaal.ENGELS: _l("Engels"),
    },
    Onderwerp: {
        Onderwerp.UITKOMST: _l("de uitkomst"),
        Onderwerp.VERDER: _l("hoe het verder gaat"),
        Onderwerp.SCHADE: _l("schade"),
        Onderwerp.VERSTERKING: _l("versterking"),
        Onderwerp.DOSSIER: _l("een dossier dat al loopt"),
        Onderwerp.HUUR: _l("een huurhuis"),
        Onderwerp.KLOPT_NIET: _l("er klopt iets niet"),
        Onderwerp.ANDERS: _l("iets anders"),
    },
    Uitkomst: {
        Uitkomst.BINNEN: _l("in het kerngebied"),
        Uitkomst.GRENSGEVAL: _l("op de grens"),
        Uitkomst.BUITEN: _l("niet in het kerngebied"),
        Uitkomst.ONBEKEND: _l("onbekend"),
    },
    Standaardzin: {
        Standaardzin.NIET_OPGENOMEN: _l("Er werd niet opgenomen."),
        Standaardzin.INGESPROKEN: _l("Ik sprak in waar het over gaat en wanneer wij weer bellen."),
        Standaardzin.UITGELEGD: _l("Ik legde de uitkomst uit, en dat alleen het IMG beslist."),
        Standaardzin.NAAR_IMG: _l("Ik verwees naar het IMG: 0800 4444 111."),
        Standaardzin.SCHADE_MELDEN: _l("Ik vertelde dat schade bij het IMG gemeld kan worden."),
        Standaardzin.NAAR_NCG: _l("Ik verwees naar de NCG. Het gaat over versterking."),
        Standaardzin.NAAR_GEMEENTE: _l("Ik verwees naar de gemeente."),
        Standaardzin.DUIDELIJK: _l("Ik vroeg of het duidelijk was. Dat was het."),
    },
    Melding: {
        Melding.GEPAKT: _l("Dit verzoek is nu van u."),
        Melding.LOSGELATEN: _l("Dit verzoek is nu van niemand."),
        Melding.OVERGEDRAGEN: _l("Het verzoek is overgedragen."),
        Melding.BEWAARD: _l("Het gesprek is bewaard."),
        Melding.NOTITIE: _l("De notitie is bewaard."),
        Melding.VERPLAATST: _l("Het gesprek is verplaatst."),
        Melding.GESLOTEN: _l("Het verzoek is gesloten."),
        Melding.HEROPEND: _l("Het verzoek is weer open, en van u."),
        Melding.VERBETERD: _l("De gegevens zijn verbeterd."),
        Melding.CODE_HEROPEND: _l(
            "De code werkt weer. Op de plek waar vandaag te vaak is geprobeerd, werkt hij morgen."
        ),
        Melding.INGETROKKEN: _l("Het verzoek is ingetrokken. Wij bellen niet."),
        Melding.VERWIJDERD: _l("Het verzoek is verwijderd, met alles wat erbij hoorde."),
        Melding.ANDER_HEEFT: _l(
            "Niet gelukt: een collega was u voor. Hieronder staat wie het verzoek nu heeft."
        ),
        Melding.VERANDERD: _l(
            "Niet gelukt: dit verzoek is net veranderd. Hieronder staat hoe het nu is."
            " Probeer het opnieuw."
        ),
        Melding.NIET_OPEN: _l("Niet gelukt: dit verzoek is niet meer open."),
        Melding.TIJDVAK_VOL: _l(
            "Niet gelukt: dat tijdvak kan niet meer gekozen worden. Kies een ander tijdvak."
        ),
        Melding.WAAROM_LEEG: _l("Niet gelukt: schrijf in hooguit 200 tekens waarom."),
        Melding.COLLEGA_WEG: _l(
            "Niet gelukt: deze collega heeft geen account meer. Kies een ander."
        ),
        Melding.GENOEG_GEPROBEERD: _l(
            "Niet gelukt: dit is de derde keer dat wij niemand bereiken. Dan sluit het verzoek."
            " Kies geen nieuw moment."
        ),
        Melding.OPNIEUW_PAST_NIET: _l(
            "Niet gelukt: bij dit resultaat past geen nieuw moment."
            " Kies het resultaat of het moment opnieuw."
        ),
        Melding.LATER_WANNEER: _l("Niet gelukt: kies ook wanneer wij dan bellen."),
        Melding.BUITEN_TIJDVAK: _l(
            "Nog niet bewaard: het afgesproken tijdvak is nog niet begonnen."
            " Belde u toch al? Zet een vinkje bij “Ik belde buiten het tijdvak” en bewaar opnieuw."
        ),
        Melding.CONCEPT_BEWAARD: _l("Wat u typte, staat er nog."),
        Melding.NIETS_GEKOZEN: _l(
            "Niet gelukt: u koos nog niets. Kies eerst, en druk dan op de knop."
        ),
        Melding.NOTITIE_LEEG: _l(
            "Niet gelukt: de notitie is leeg. Kies een standaardzin, of typ zelf iets."
        ),
        Melding.NOTITIE_TE_LANG: _l(
            "Niet gelukt: de notitie is te lang. Maak haar korter, of maak er twee van."
        ),
        Melding.NOTITIE_VERVANGEN: _l(
            "Niet gelukt: een collega veranderde deze notitie net. Hieronder staat hoe die nu is."
        ),
        Melding.CODE_KLOPT_NIET: _l(
            "Dit is niet de code van dit verzoek. Vraag de beller om de code."
        ),
        Melding.STAAT_ELDERS: _l(
            "Niet gelukt: dit verzoek staat bij een andere balie. Hier is het alleen te lezen."
        ),
        Melding.OPNIEUW_DOORGEVEN: _l("Het gaat binnen een minuut opnieuw."),
        Melding.AFLOOP: _l("Niet gelukt: kies hoe het gesprek afliep."),
        Melding.GETELD: _l("Het gesprek is geteld."),
        Melding.ZOEK_OPNIEUW: _l(
            "Deze zoekopdracht is ouder dan een uur, of van een ander. Zoek opnieuw."
        ),
    },
    Action: DADEN,
    **BELOFTEN,
}


@bp.app_template_filter()
def woord(waarde: StrEnum) -> Any:
    """The words for one value."""
    return WOORDEN[type(waarde)][waarde]


@bp.app_template_global()
def uitkomstwoord(uitkomst: str) -> Any:
    """The words for the uitkomst that came with a request."""
    return woord(Uitkomst(uitkomst))


@bp.app_template_global()
def taalwoord(taal: str) -> Any:
    """The name of a language, or its code when we have no name."""
    return WOORDEN[Gesprekstaal].get(taal, taal)


def standaardzinnen(teksten: EigenTeksten) -> tuple[str, ...]:
    """The standard sentences for a note: the helpdesk's own, or ours."""
    if teksten.zinnen is not None:
        return teksten.zinnen
    return tuple(map(str, WOORDEN[Standaardzin].values()))


def werkkeuzes(collegas: Mapping[str, str]) -> dict[str, dict[str, Any]]:
    """What the filter above the queue has on offer. `collegas`: names by id."""
    return {
        "taal": {"": _l("alle talen"), **WOORDEN[Gesprekstaal]},
        "onderwerp": {"": _l("alle onderwerpen"), **WOORDEN[Onderwerp]},
        "van": {"": _l("iedereen"), "0": _l("niemand"), **collegas},
    }
