"""The table of all settings: name, default, explanation, and how the value is read.

docs/instellingen.md is generated from it. A setting mirrors the field of `Settings` of that name.
"""

from portal.config import values
from portal.config.database_url import postgres
from portal.config.handover import HANDOVER
from portal.config.login import LOGIN_SETTINGS
from portal.config.mail_address import address_or_nothing
from portal.config.setting import Setting
from portal.config.values import MIN_SECRET, Bronkeuze, Grondslag

PDOK_URL = "https://api.pdok.nl/bzk/locatieserver/search/v3_1"

# What our own documents and `make run` fill in: an organisation and a number of nobody.
EXAMPLES = {
    "PORTAL_AFZENDER": ("Gemeente Voorbeeld", "Steunpunt Voorbeeld (proef)"),
    "PORTAL_TELEFOON": ("050 123 45 67",),
}


SETTINGS = (
    Setting(
        "PORTAL_DATA",
        "De map van de databases. Hij moet bestaan of gemaakt kunnen worden.",
        values.folder,
        "PORTAL_DATA is leeg; noem een map.",
        default="data",
    ),
    Setting(
        "PORTAL_DATABASE",
        "Waar de gesprekken staan. Leeg: in `portal.sqlite` in PORTAL_DATA, voor één machine. Voor"
        " meer machines PostgreSQL 15 of nieuwer: `postgresql://gebruiker:wachtwoord@server/naam`,"
        " met komma's tussen de servers als er meer zijn. Zie docs/schaal.md.",
        postgres,
        "PORTAL_DATABASE begint met postgresql:// en is verder zoals PostgreSQL het leest:"
        " postgresql://gebruiker:wachtwoord@server/naam.",
    ),
    Setting(
        "PORTAL_GEHEIM",
        f"Verplicht: minimaal {MIN_SECRET} willekeurige tekens. Versleutelt de verwijzing naar een"
        " adres in de URL; zonder het oude geheim werken oude links niet meer. Bij het wisselen"
        " staan er meer, met een komma ertussen, de nieuwste voorop. Alleen opdrachten"
        " (`flask --app wsgi ...`) kunnen zonder.",
    ),
    Setting(
        "PORTAL_AFZENDER",
        "De naam van de organisatie die deze site aanbiedt en belt. Zij is verantwoordelijk voor"
        " de gegevens van bewoners. Leeg: de site vraagt niemand om gegevens, dus geen"
        " terugbellen en geen meekijkcode.",
    ),
    Setting("PORTAL_TELEFOON", "Het telefoonnummer van uw helpdesk."),
    Setting(
        "PORTAL_BERICHT",
        "Hoe een collega een bericht stuurt aan wie slecht hoort: een zin die bij het gesprek"
        " staat, zoals `Sms met de telefoon van de balie.`",
    ),
    Setting(
        "PORTAL_BEREIKBAAR",
        "Wanneer de helpdesk bereikbaar is, bijvoorbeeld: op werkdagen van 9 tot 17 uur.",
    ),
    Setting(
        "PORTAL_WEBSITE",
        "Het webadres van uw organisatie, met https:// ervoor.",
        values.https_address,
        "PORTAL_WEBSITE moet met https:// beginnen.",
    ),
    Setting(
        "PORTAL_ADRESBRON",
        "Waar de site een adres opzoekt. `register`: alleen in het geladen register. `pdok`: alleen"
        " bij PDOK van het Kadaster. `auto`: in het register, en bij PDOK als de postcode of straat"
        " daar niet in staat.",
        Bronkeuze,
        f"PORTAL_ADRESBRON is {' of '.join(Bronkeuze)}, en niets anders.",
        default=Bronkeuze.AUTO.value,
    ),
    Setting(
        "PORTAL_PDOK",
        "Het webadres van PDOK. Eindigt het op `/location-api/v1`, dan gebruikt de site de PDOK"
        " Location API, de opvolger: `https://api.pdok.nl/kadaster/location-api/v1`. Anders de"
        " Locatieserver. Een eigen server ertussen mag; bij de Location API geeft die ook"
        " `/kadaster/bag/ogc/` door.",
        values.service,
        "PORTAL_PDOK moet een webadres zijn dat met https:// begint, zonder vraagteken of"
        " wachtwoord. Met http:// mag het alleen naar deze machine zelf.",
        default=PDOK_URL,
    ),
    Setting(
        "PORTAL_SLEUTEL",
        "Zet de helpdesk aan en, als PORTAL_AFZENDER is ingevuld, terugbellen: minimaal"
        f" {MIN_SECRET} willekeurige tekens."
        " Versleutelt wat bewoners ons toevertrouwen. Zonder deze sleutel zijn die gegevens niet te"
        " lezen: bewaar hem, en niet bij de reservekopie. Bij het wisselen staan er meer, met een"
        " komma ertussen, de nieuwste voorop. Leeg: geen terugbellen en geen helpdesk.",
        values.comma_list,
    ),
    Setting(
        "PORTAL_SITE",
        "Het webadres van deze site zelf, met https:// ervoor, voor links in mail.",
        values.without_slash,
    ),
    Setting(
        "PORTAL_HOSTS",
        "Andere namen waaronder de site te bereiken is, met een komma ertussen, zonder https://. De"
        " naam in PORTAL_SITE en deze machine zelf horen er altijd bij. Wie een andere naam noemt,"
        " krijgt 421. Leeg en geen PORTAL_SITE: elke naam mag.",
        values.hosts,
        "PORTAL_HOSTS: noem namen zoals zelfcheck.example, zonder https:// of poort, met een komma"
        " ertussen.",
    ),
    Setting(
        "PORTAL_SUBDOMEINEN",
        "`ja`: browsers openen een jaar lang elke naam onder die van de site, zoals"
        " www.zelfcheck.example onder zelfcheck.example, alleen met https (HSTS met"
        " `includeSubDomains`). Doe dat als al die namen van u zijn en https hebben.",
        values.yes_or_no,
        "PORTAL_SUBDOMEINEN is ja of nee, en niets anders.",
        default="nee",
    ),
    Setting(
        "PORTAL_BEVEILIGING",
        "Waar iemand een zwakke plek meldt, voor `/.well-known/security.txt`: mailto: met een"
        " mailadres, of een webadres. Leeg: PORTAL_WEBSITE en PORTAL_TELEFOON; zijn die ook leeg,"
        " dan is dat bestand er niet.",
        values.contact,
        "PORTAL_BEVEILIGING begint met mailto: en een mailadres, of is een webadres met https://"
        " ervoor.",
    ),
    Setting(
        "PORTAL_BEWAARDAGEN",
        "Hoeveel dagen een terugbelverzoek blijft staan nadat het klaar is.",
        values.whole_number(1, 3650),
        "PORTAL_BEWAARDAGEN is een getal van 1 tot en met 3650.",
        default="90",
    ),
    Setting(
        "PORTAL_GRONDSLAG",
        "Op welke grond van de AVG u gegevens van bewoners bewaart: `toestemming` (artikel 6,"
        " lid 1, onder a), `publieke-taak` (onder e) of `gerechtvaardigd-belang` (onder f). De"
        " privacypagina noemt haar. Vraag het uw functionaris gegevensbescherming.",
        Grondslag,
        f"PORTAL_GRONDSLAG is {' of '.join(Grondslag)}, en niets anders.",
        default=Grondslag.TOESTEMMING.value,
    ),
    Setting(
        "PORTAL_PRIVACY",
        "Waar iemand iets vraagt over zijn gegevens, bijvoorbeeld uw functionaris"
        " gegevensbescherming: mailto: met een mailadres, of een webadres. Leeg: PORTAL_TELEFOON en"
        " PORTAL_WEBSITE.",
        values.contact,
        "PORTAL_PRIVACY begint met mailto: en een mailadres, of is een webadres met https://"
        " ervoor.",
    ),
    Setting(
        "PORTAL_API_MAIL",
        "Het mailadres voor wie een sleutel wil, of vragen heeft over de API: op /api en in de"
        " beschrijving. Leeg: daar staat alleen uw naam.",
        address_or_nothing,
        "PORTAL_API_MAIL is een mailadres, of leeg.",
    ),
    Setting(
        "PORTAL_PROXIES",
        "Hoeveel eigen servers er voor de site staan (nginx: 1). Het IP-adres van een bezoeker,"
        " waarop wij tellen hoe vaak iemand iets probeert, komt dan uit de kop X-Forwarded-For.",
        values.whole_number(0, 5),
        "PORTAL_PROXIES is een getal van 0 tot en met 5.",
        default="0",
    ),
    Setting(
        "PORTAL_EIGEN_NETWERKEN",
        "Netwerken waarvoor de grenzen op hoe vaak iemand iets mag proberen niet gelden, zoals dat"
        " van uw helpdesk; met een komma ertussen, bijvoorbeeld 192.0.2.0/24. Inloggen bij de"
        " helpdesk telt altijd.",
        values.networks,
        "PORTAL_EIGEN_NETWERKEN: schrijf elk netwerk als 192.0.2.0/24, met een komma ertussen; niet"
        " de hele wereld, want dan geldt er geen grens meer.",
    ),
    Setting(
        "PORTAL_SMTP",
        "De mailserver voor bevestigingen: smtps://gebruiker:wachtwoord@server:465, of"
        " smtp://server:587 (dan met STARTTLS). Leeg: er gaat geen mail uit.",
    ),
    Setting(
        "PORTAL_MAILAFZENDER",
        "Het mailadres waar bevestigingen van komen. Verplicht bij PORTAL_SMTP.",
    ),
    Setting(
        "PORTAL_ALARM",
        "Wie bericht krijgt als een taak van de timers mislukt: een mailadres (dan ook"
        " PORTAL_SMTP), of een webadres met https:// ervoor, dat een POST krijgt met JSON (`text`,"
        " `taak`, `site`, `tijd`). Over één taak hooguit eens in twintig uur. Leeg: niemand.",
        values.alarm,
        "PORTAL_ALARM is een mailadres, of een webadres met https:// ervoor.",
    ),
    Setting(
        "PORTAL_TOEZICHT",
        "Het wachtwoord waarmee een ander programma `/metrics` mag lezen: minimaal"
        f" {MIN_SECRET} willekeurige tekens, in de kop `Authorization: Bearer ...`. Leeg: dat kan"
        " alleen op de machine zelf.",
    ),
    *LOGIN_SETTINGS,
    Setting(
        "PORTAL_THEMA",
        "Het pad naar een thema van het NL Design System: een CSS-bestand met `--basis-`waarden. De"
        " site neemt er haar kleuren, letters en maten uit over, en niets anders. Leeg: het eigen"
        " uiterlijk, licht en donker.",
    ),
    *HANDOVER,
)


def is_example(name: str, text: str) -> bool:
    """Whether this setting still has a value of ours, however it is spaced."""
    return _letters(text) in map(_letters, EXAMPLES[name])


def _letters(text: str) -> str:
    return "".join(filter(str.isalnum, text.casefold()))
