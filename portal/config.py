"""Settings from the environment, read once and checked all at once.

`INSTELLINGEN` is the one table: name, default, what it is for. docs/instellingen.md is held equal to it by a test.
Nothing else in the project reads the environment.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from enum import StrEnum
from ipaddress import IPv4Network, IPv6Network, ip_network
from pathlib import Path
from typing import NamedTuple, Self
from urllib.parse import urlsplit

MIN_GEHEIM = 32  # characters
PDOK = "https://api.pdok.nl/bzk/locatieserver/search/v3_1"
DEZE_MACHINE = ("127.0.0.1", "localhost", "::1")
_DEEL = r"[^\x00-\x20@<>()\[\],;:\\\"]+"
MAILADRES = re.compile(f"{_DEEL}@{_DEEL}")  # the address alone: no name before it, no second one behind it


Netwerk = IPv4Network | IPv6Network


class Bronkeuze(StrEnum):
    """Where addresses are looked up; AUTO: in the register, and at PDOK what it does not cover."""

    AUTO = "auto"
    REGISTER = "register"
    PDOK = "pdok"


class Instelling(NamedTuple):
    """One row of the settings table; an empty default means: leave out what it is for."""

    naam: str
    standaard: str
    uitleg: str


INSTELLINGEN: tuple[Instelling, ...] = (
    Instelling("PORTAL_DATA", "data", "De map van de databases. Hij moet bestaan of gemaakt kunnen worden."),
    Instelling(
        "PORTAL_GEHEIM",
        "",
        f"Verplicht: minimaal {MIN_GEHEIM} willekeurige tekens. Versleutelt de verwijzing naar een adres in de URL;"
        " zonder het oude geheim werken oude links niet meer. Bij het wisselen staan er meer, met een komma ertussen, de nieuwste"
        " voorop. Alleen opdrachten (`flask --app wsgi ...`) kunnen zonder.",
    ),
    Instelling("PORTAL_AFZENDER", "", "De naam van de organisatie die deze site aanbiedt."),
    Instelling("PORTAL_TELEFOON", "", "Het telefoonnummer van uw helpdesk."),
    Instelling(
        "PORTAL_BEREIKBAAR", "", "Wanneer de helpdesk bereikbaar is, bijvoorbeeld: op werkdagen van 9 tot 17 uur."
    ),
    Instelling("PORTAL_WEBSITE", "", "Het webadres van uw organisatie, met https:// ervoor."),
    Instelling(
        "PORTAL_ADRESBRON",
        Bronkeuze.AUTO.value,
        "Waar de site een adres opzoekt. `register`: alleen in het geladen register. `pdok`: alleen bij de PDOK Locatieserver van"
        " het Kadaster. `auto`: in het register, en bij PDOK als de postcode daar niet in staat.",
    ),
    Instelling("PORTAL_PDOK", PDOK, "Het webadres van de PDOK Locatieserver, voor wie er een eigen server tussen zet."),
    Instelling(
        "PORTAL_SLEUTEL",
        "",
        f"Zet terugbellen en de helpdesk aan: minimaal {MIN_GEHEIM} willekeurige tekens. Versleutelt wat bewoners ons"
        " toevertrouwen. Zonder deze sleutel zijn die gegevens niet te lezen: bewaar hem, en niet bij de reservekopie. Bij het"
        " wisselen staan er meer, met een komma ertussen, de nieuwste voorop. Leeg: geen terugbellen en geen helpdesk.",
    ),
    Instelling("PORTAL_SITE", "", "Het webadres van deze site zelf, met https:// ervoor, voor links in mail."),
    Instelling("PORTAL_BEWAARDAGEN", "90", "Hoeveel dagen een terugbelverzoek blijft staan nadat het klaar is."),
    Instelling(
        "PORTAL_PROXIES",
        "0",
        "Hoeveel eigen servers er voor de site staan (nginx: 1). Het IP-adres van een bezoeker, waarop wij tellen hoe vaak iemand"
        " iets probeert, komt dan uit de kop X-Forwarded-For.",
    ),
    Instelling(
        "PORTAL_EIGEN_NETWERKEN",
        "",
        "Netwerken waarvoor de grenzen op hoe vaak iemand iets mag proberen niet gelden, zoals dat van uw helpdesk; met een komma"
        " ertussen, bijvoorbeeld 192.0.2.0/24. Inloggen bij de helpdesk telt altijd.",
    ),
    Instelling(
        "PORTAL_SMTP",
        "",
        "De mailserver voor bevestigingen: smtps://gebruiker:wachtwoord@server:465, of smtp://server:587 (dan met STARTTLS)."
        " Leeg: er gaat geen mail uit.",
    ),
    Instelling("PORTAL_MAILAFZENDER", "", "Het mailadres waar bevestigingen van komen. Verplicht bij PORTAL_SMTP."),
    Instelling(
        "PORTAL_THEMA",
        "",
        "Het pad naar een thema van het NL Design System: een CSS-bestand met `--basis-`waarden. De site neemt er haar kleuren,"
        " letters en maten uit over, en niets anders. Leeg: het eigen uiterlijk, licht en donker.",
    ),
)
_GETALLEN = {"PORTAL_BEWAARDAGEN": (1, 3650), "PORTAL_PROXIES": (0, 5)}
_STANDAARD = {i.naam: i.standaard for i in INSTELLINGEN}


class InstellingenFout(Exception):
    """One or more settings are wrong; `problemen` has a sentence for each."""

    def __init__(self, problemen: list[str]) -> None:
        super().__init__("De instellingen kloppen niet:\n" + "\n".join(f"- {p}" for p in problemen))
        self.problemen = problemen


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
    pdok: str = PDOK
    sleutel: tuple[str, ...] = field(default=(), repr=False)
    site: str = ""
    bewaardagen: int = 90
    proxies: int = 0
    eigen_netwerken: tuple[Netwerk, ...] = ()
    smtp: str = field(default="", repr=False)
    mailafzender: str = ""
    thema: str = ""

    @property
    def geheimen(self) -> tuple[str, ...]:
        """The secrets of the site, the newest first."""
        return _lijst(self.geheim)

    @classmethod
    def from_env(cls, env: Mapping[str, str]) -> Self:
        """Settings from a mapping like os.environ. Raises InstellingenFout with every problem found."""
        waarde = {naam: env.get(naam, standaard).strip() for naam, standaard in _STANDAARD.items()}
        problemen = [
            # Only what looks like a typing error: other programs may put PORTAL_... variables there too.
            f"{naam} kennen wij niet. Bedoelt u {bedoeld[0]}?"
            for naam in sorted(env)
            if naam not in _STANDAARD and (bedoeld := get_close_matches(naam, _STANDAARD, cutoff=0.85))
        ]
        # Flask sets this variable for every `flask ...` command. Should one serve pages, it does so with a throw-away secret.
        is_opdracht = env.get("FLASK_RUN_FROM_CLI") == "true"
        geheimen = _lijst(waarde["PORTAL_GEHEIM"])
        kortste = min(map(len, geheimen), default=0)
        if not (is_opdracht and not geheimen) and kortste < MIN_GEHEIM:
            problemen.append(
                f"PORTAL_GEHEIM heeft {kortste} tekens; er zijn er minimaal {MIN_GEHEIM} nodig."
                ' Maak er een met: python3 -c "import secrets; print(secrets.token_urlsafe(32))"'
            )
        if not waarde["PORTAL_DATA"]:
            problemen.append("PORTAL_DATA is leeg; noem een map.")
        if waarde["PORTAL_WEBSITE"] and not waarde["PORTAL_WEBSITE"].startswith("https://"):
            problemen.append("PORTAL_WEBSITE moet met https:// beginnen.")
        if waarde["PORTAL_ADRESBRON"] not in [keuze.value for keuze in Bronkeuze]:
            problemen.append(f"PORTAL_ADRESBRON is {' of '.join(Bronkeuze)}, en niets anders.")
        if not _is_webadres(waarde["PORTAL_PDOK"]):
            problemen.append(
                "PORTAL_PDOK moet een webadres zijn dat met https:// begint, zonder vraagteken of wachtwoord."
                " Met http:// mag het alleen naar deze machine zelf."
            )
        sleutels = _lijst(waarde["PORTAL_SLEUTEL"])
        if any(len(sleutel) < MIN_GEHEIM for sleutel in sleutels):
            problemen.append(f"PORTAL_SLEUTEL: elke sleutel heeft minimaal {MIN_GEHEIM} tekens.")
        if set(geheimen) & set(sleutels):
            problemen.append("PORTAL_SLEUTEL is gelijk aan PORTAL_GEHEIM. Maak er een andere.")
        problemen += _mailproblemen(waarde)
        dagen, proxies = (_geheel(waarde[naam], *grenzen) for naam, grenzen in _GETALLEN.items())
        problemen += [
            f"{naam} is een getal van {van} tot en met {tot}."
            for (naam, (van, tot)), getal in zip(_GETALLEN.items(), (dagen, proxies), strict=True)
            if getal is None
        ]
        try:
            netwerken = tuple(map(ip_network, _lijst(waarde["PORTAL_EIGEN_NETWERKEN"])))
        except ValueError:
            netwerken = ()
            problemen.append("PORTAL_EIGEN_NETWERKEN: schrijf elk netwerk als 192.0.2.0/24, met een komma ertussen.")
        if problemen:
            raise InstellingenFout(problemen)
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
            bewaardagen=dagen or 0,
            proxies=proxies or 0,
            eigen_netwerken=netwerken,
            smtp=waarde["PORTAL_SMTP"],
            mailafzender=waarde["PORTAL_MAILAFZENDER"],
            thema=waarde["PORTAL_THEMA"],
        )


def _lijst(tekst: str) -> tuple[str, ...]:
    """What stands between the commas."""
    return tuple(filter(None, map(str.strip, tekst.split(","))))


def _geheel(tekst: str, van: int, tot: int) -> int | None:
    """The whole number, or None when it is none or lies outside."""
    return int(tekst) if tekst.isdecimal() and len(tekst) < 6 and van <= int(tekst) <= tot else None


def _mailproblemen(waarde: Mapping[str, str]) -> list[str]:
    """What is wrong with the mail server, the sender and the address of the site that stands in a mail."""
    problemen = []
    if waarde["PORTAL_SITE"] and not _is_webadres(waarde["PORTAL_SITE"]):
        problemen.append("PORTAL_SITE moet een webadres zijn dat met https:// begint, zoals https://zelfcheck.example.")
    if not waarde["PORTAL_SMTP"]:
        return problemen
    try:
        server = urlsplit(waarde["PORTAL_SMTP"])
        klopt = server.scheme in ("smtp", "smtps") and bool(server.hostname) and server.port != 0
    except ValueError:
        klopt = False
    if not klopt:
        problemen.append("PORTAL_SMTP begint met smtps:// of smtp://, en noemt een server.")
    if not MAILADRES.fullmatch(waarde["PORTAL_MAILAFZENDER"]):
        problemen.append("PORTAL_MAILAFZENDER moet een mailadres zijn als PORTAL_SMTP is ingevuld.")
    if not waarde["PORTAL_SITE"]:
        problemen.append("PORTAL_SITE moet zijn ingevuld als PORTAL_SMTP is ingevuld: de mail bevat een link.")
    return problemen


def _is_webadres(tekst: str) -> bool:
    """Whether a question with an address in it can be sent there: not over somebody else's wires in the clear."""
    try:
        delen = urlsplit(tekst)
        naam, _ = (delen.hostname or "").encode("idna"), delen.port
    except ValueError:  # a port that is no number, a name that cannot be one
        return False
    if not naam or not tekst.isprintable() or " " in tekst or any(teken in tekst for teken in "?#@"):
        return False
    return delen.scheme == "https" or (delen.scheme == "http" and delen.hostname in DEZE_MACHINE)
