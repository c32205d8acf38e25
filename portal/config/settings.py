"""Settings from the environment, read once and checked all at once.

`INSTELLINGEN` is the one table: name, default, what it is for. docs/instellingen.md is held equal to it by a test.
Nothing else in the project reads the environment.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from enum import StrEnum
from ipaddress import IPv4Network, IPv6Network, ip_network
from pathlib import Path
from typing import NamedTuple, Self
from urllib.parse import urlsplit

from portal.config.values import (
    MIN_SECRET,
    comma_list,
    is_contact,
    is_host,
    is_on,
    is_web_address,
    mail_problems,
    secret_problems,
    token_problems,
    whole_number,
)

HELPDESK = "/helpdesk"  # where the pages for colleagues stand
REGISTER_DB = "adressen.sqlite"
GEBIED_DB = "gebied.sqlite"
PORTAL_DB = "portal.sqlite"
RATE_LIMITS_DB = "limieten.sqlite"
PDOK_URL = "https://api.pdok.nl/bzk/locatieserver/search/v3_1"

Network = IPv4Network | IPv6Network


class Bronkeuze(StrEnum):
    """Where addresses are looked up; AUTO: in the register, and at PDOK what it does not cover."""

    AUTO = "auto"
    REGISTER = "register"
    PDOK = "pdok"


class Setting(NamedTuple):
    """One row of the settings table; an empty default means: leave out what it is for."""

    name: str
    default: str
    explanation: str


SETTINGS: tuple[Setting, ...] = (
    Setting(
        "PORTAL_DATA", "data", "De map van de databases. Hij moet bestaan of gemaakt kunnen worden."
    ),
    Setting(
        "PORTAL_GEHEIM",
        "",
        f"Verplicht: minimaal {MIN_SECRET} willekeurige tekens. Versleutelt de verwijzing naar een adres in de URL;"
        " zonder het oude geheim werken oude links niet meer. Bij het wisselen staan er meer, met een komma ertussen, de nieuwste"
        " voorop. Alleen opdrachten (`flask --app wsgi ...`) kunnen zonder.",
    ),
    Setting("PORTAL_AFZENDER", "", "De naam van de organisatie die deze site aanbiedt."),
    Setting("PORTAL_TELEFOON", "", "Het telefoonnummer van uw helpdesk."),
    Setting(
        "PORTAL_BEREIKBAAR",
        "",
        "Wanneer de helpdesk bereikbaar is, bijvoorbeeld: op werkdagen van 9 tot 17 uur.",
    ),
    Setting("PORTAL_WEBSITE", "", "Het webadres van uw organisatie, met https:// ervoor."),
    Setting(
        "PORTAL_ADRESBRON",
        Bronkeuze.AUTO.value,
        "Waar de site een adres opzoekt. `register`: alleen in het geladen register. `pdok`: alleen bij de PDOK Locatieserver van"
        " het Kadaster. `auto`: in het register, en bij PDOK als de postcode daar niet in staat.",
    ),
    Setting(
        "PORTAL_PDOK",
        PDOK_URL,
        "Het webadres van de PDOK Locatieserver, voor wie er een eigen server tussen zet.",
    ),
    Setting(
        "PORTAL_SLEUTEL",
        "",
        f"Zet terugbellen en de helpdesk aan: minimaal {MIN_SECRET} willekeurige tekens. Versleutelt wat bewoners ons"
        " toevertrouwen. Zonder deze sleutel zijn die gegevens niet te lezen: bewaar hem, en niet bij de reservekopie. Bij het"
        " wisselen staan er meer, met een komma ertussen, de nieuwste voorop. Leeg: geen terugbellen en geen helpdesk.",
    ),
    Setting(
        "PORTAL_SITE",
        "",
        "Het webadres van deze site zelf, met https:// ervoor, voor links in mail.",
    ),
    Setting(
        "PORTAL_HOSTS",
        "",
        "Andere namen waaronder de site te bereiken is, met een komma ertussen, zonder https://. De naam in PORTAL_SITE en deze"
        " machine zelf horen er altijd bij. Wie een andere naam noemt, krijgt 421. Leeg en geen PORTAL_SITE: elke naam mag.",
    ),
    Setting(
        "PORTAL_BEVEILIGING",
        "",
        "Waar iemand een zwakke plek meldt, voor `/.well-known/security.txt`: mailto: met een mailadres, of een webadres."
        " Leeg: PORTAL_WEBSITE en PORTAL_TELEFOON; zijn die ook leeg, dan is dat bestand er niet.",
    ),
    Setting(
        "PORTAL_BEWAARDAGEN",
        "90",
        "Hoeveel dagen een terugbelverzoek blijft staan nadat het klaar is.",
    ),
    Setting(
        "PORTAL_PROXIES",
        "0",
        "Hoeveel eigen servers er voor de site staan (nginx: 1). Het IP-adres van een bezoeker, waarop wij tellen hoe vaak iemand"
        " iets probeert, komt dan uit de kop X-Forwarded-For.",
    ),
    Setting(
        "PORTAL_EIGEN_NETWERKEN",
        "",
        "Netwerken waarvoor de grenzen op hoe vaak iemand iets mag proberen niet gelden, zoals dat van uw helpdesk; met een komma"
        " ertussen, bijvoorbeeld 192.0.2.0/24. Inloggen bij de helpdesk telt altijd.",
    ),
    Setting(
        "PORTAL_SMTP",
        "",
        "De mailserver voor bevestigingen: smtps://gebruiker:wachtwoord@server:465, of smtp://server:587 (dan met STARTTLS)."
        " Leeg: er gaat geen mail uit.",
    ),
    Setting(
        "PORTAL_MAILAFZENDER",
        "",
        "Het mailadres waar bevestigingen van komen. Verplicht bij PORTAL_SMTP.",
    ),
    Setting(
        "PORTAL_TOEZICHT",
        "",
        f"Het wachtwoord waarmee een ander programma `/metrics` mag lezen: minimaal {MIN_SECRET} willekeurige tekens, in de kop"
        " `Authorization: Bearer ...`. Leeg: dat kan alleen op de machine zelf.",
    ),
    Setting(
        "PORTAL_THEMA",
        "",
        "Het pad naar een thema van het NL Design System: een CSS-bestand met `--basis-`waarden. De site neemt er haar kleuren,"
        " letters en maten uit over, en niets anders. Leeg: het eigen uiterlijk, licht en donker.",
    ),
)
_GETALLEN = {"PORTAL_BEWAARDAGEN": (1, 3650), "PORTAL_PROXIES": (0, 5)}
_STANDAARD = {i.name: i.default for i in SETTINGS}


class SettingsError(Exception):
    """One or more settings are wrong; `problemen` has a sentence for each."""

    def __init__(self, problemen: list[str]) -> None:
        super().__init__("De instellingen kloppen niet:\n" + "\n".join(f"- {p}" for p in problemen))
        self.problems = problemen


@dataclass(frozen=True, slots=True)
class Settings:
    """What the operator decides. `geheim`: one, or several with commas; empty only for commands, which make no links."""

    data: Path
    geheim: str = field(repr=False)
    afzender: str = ""
    telefoon: str = ""
    bereikbaar: str = ""
    website: str = ""
    adresbron: Bronkeuze = Bronkeuze.AUTO
    pdok: str = PDOK_URL
    sleutel: tuple[str, ...] = field(default=(), repr=False)
    site: str = ""
    hosts: tuple[str, ...] = ()
    beveiliging: str = ""
    bewaardagen: int = 90
    proxies: int = 0
    eigen_netwerken: tuple[Network, ...] = ()
    smtp: str = field(default="", repr=False)
    mailafzender: str = ""
    toezicht: str = field(default="", repr=False)
    thema: str = ""

    @property
    def secrets(self) -> tuple[str, ...]:
        """The secrets of the site, the newest first."""
        return comma_list(self.geheim)

    @property
    def known_hosts(self) -> tuple[str, ...]:
        """The names under which the site answers; none: under any."""
        genoemd = (urlsplit(self.site).hostname, *self.hosts) if self.site else self.hosts
        return tuple(filter(None, (*genoemd, "127.0.0.1", "localhost"))) if genoemd else ()

    @classmethod
    def from_env(cls, env: Mapping[str, str]) -> Self:
        """Settings from a mapping like os.environ. Raises InstellingenFout with every problem found."""
        waarde = {naam: env.get(naam, standaard).strip() for naam, standaard in _STANDAARD.items()}
        problemen = [
            # Only what looks like a typing error: other programs may put PORTAL_... variables there too.
            f"{naam} kennen wij niet. Bedoelt u {bedoeld[0]}?"
            for naam in sorted(env)
            if naam not in _STANDAARD
            and (bedoeld := get_close_matches(naam, _STANDAARD, cutoff=0.85))
        ]
        # Flask sets this variable for every `flask ...` command. Should one serve pages, it does so with a throw-away secret.
        is_opdracht = env.get("FLASK_RUN_FROM_CLI") == "true"
        sleutels, hosts = (
            comma_list(waarde["PORTAL_SLEUTEL"]),
            comma_list(waarde["PORTAL_HOSTS"].lower()),
        )
        problemen += secret_problems(
            comma_list(waarde["PORTAL_GEHEIM"]), sleutels, is_verplicht=not is_opdracht
        )
        if not is_opdracht and is_on(env.get("FLASK_DEBUG", "")):
            problemen.append(
                "FLASK_DEBUG staat aan: wat er misgaat, komt dan met de link in het log. Haal FLASK_DEBUG weg."
            )
        if not waarde["PORTAL_DATA"]:
            problemen.append("PORTAL_DATA is leeg; noem een map.")
        if waarde["PORTAL_WEBSITE"] and not waarde["PORTAL_WEBSITE"].startswith("https://"):
            problemen.append("PORTAL_WEBSITE moet met https:// beginnen.")
        if waarde["PORTAL_ADRESBRON"] not in [keuze.value for keuze in Bronkeuze]:
            problemen.append(f"PORTAL_ADRESBRON is {' of '.join(Bronkeuze)}, en niets anders.")
        if not is_web_address(waarde["PORTAL_PDOK"]):
            problemen.append(
                "PORTAL_PDOK moet een webadres zijn dat met https:// begint, zonder vraagteken of wachtwoord."
                " Met http:// mag het alleen naar deze machine zelf."
            )
        if not all(map(is_host, hosts)):
            problemen.append(
                "PORTAL_HOSTS: noem namen zoals zelfcheck.example, zonder https:// of poort, met een komma ertussen."
            )
        if waarde["PORTAL_BEVEILIGING"] and not is_contact(waarde["PORTAL_BEVEILIGING"]):
            problemen.append(
                "PORTAL_BEVEILIGING begint met mailto: en een mailadres, of is een webadres met https:// ervoor."
            )
        problemen += token_problems(
            waarde["PORTAL_TOEZICHT"], (*comma_list(waarde["PORTAL_GEHEIM"]), *sleutels)
        )
        problemen += mail_problems(waarde)
        dagen, proxies = (
            whole_number(waarde[naam], *grenzen) for naam, grenzen in _GETALLEN.items()
        )
        problemen += [
            f"{naam} is een getal van {van} tot en met {tot}."
            for (naam, (van, tot)), getal in zip(_GETALLEN.items(), (dagen, proxies), strict=True)
            if getal is None
        ]
        try:
            netwerken = tuple(map(ip_network, comma_list(waarde["PORTAL_EIGEN_NETWERKEN"])))
        except ValueError:
            netwerken = ()
            problemen.append(
                "PORTAL_EIGEN_NETWERKEN: schrijf elk netwerk als 192.0.2.0/24, met een komma ertussen."
            )
        if problemen:
            raise SettingsError(problemen)
        return cls(
            data=Path(waarde["PORTAL_DATA"]).absolute(),
            geheim=waarde["PORTAL_GEHEIM"],
            afzender=waarde["PORTAL_AFZENDER"],
            telefoon=waarde["PORTAL_TELEFOON"],
            bereikbaar=waarde["PORTAL_BEREIKBAAR"],
            website=waarde["PORTAL_WEBSITE"],
            adresbron=Bronkeuze(waarde["PORTAL_ADRESBRON"]),
            pdok=waarde["PORTAL_PDOK"].rstrip("/"),
            sleutel=sleutels,
            site=waarde["PORTAL_SITE"].rstrip("/"),
            hosts=hosts,
            beveiliging=waarde["PORTAL_BEVEILIGING"],
            bewaardagen=dagen or 0,
            proxies=proxies or 0,
            eigen_netwerken=netwerken,
            smtp=waarde["PORTAL_SMTP"],
            mailafzender=waarde["PORTAL_MAILAFZENDER"],
            toezicht=waarde["PORTAL_TOEZICHT"],
            thema=waarde["PORTAL_THEMA"],
        )
