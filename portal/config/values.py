"""What the values of settings and of a Host may look like, and the sentence for the operator when they do not. Reads nothing."""

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache
from itertools import groupby
from urllib.parse import urlsplit

MIN_SECRET = 32  # characters
MAKE_SECRET = 'Maak er een met: python3 -c "import secrets; print(secrets.token_urlsafe(32))"'
THIS_MACHINE = ("127.0.0.1", "localhost", "::1")
_DEEL = r"[^\x00-\x20@<>()\[\],;:\\\"]+"
MAIL_ADDRESS = re.compile(
    f"{_DEEL}@{_DEEL}"
)  # the address alone: no name before it, no second one behind it
_HOST = re.compile(r"(?!-)[a-z0-9-]{1,63}(\.[a-z0-9-]{1,63})*")
_NAAM = re.compile(r"([A-Za-z0-9._-]+)?(?:\[[0-9A-Fa-f:.]+\])?(?::[0-9]{1,5})?")
MIN_SOORTEN, MIN_WISSELINGEN = 8, 4


def is_guessable(geheim: str) -> bool:
    """Whether a secret looks thought up instead of drawn: few different signs, a repeated piece, or words and a year.

    Words have few changes between small letters, capitals and digits (other signs are skipped). Of what
    `secrets.token_urlsafe(32)` makes, one in 10**11 has fewer than four changes and one in 10**32 fewer than eight different
    signs; of 32 hexadecimal signs one in 20,000 (reckoned exactly, sign by sign).
    """
    herhaald = geheim in (geheim + geheim)[1:-1]
    soorten = [
        next((naam for naam in ("isdigit", "isupper", "islower") if getattr(t, naam)()), "")
        for t in geheim
    ]
    wisselingen = sum(1 for _ in groupby(filter(None, soorten))) - 1
    return herhaald or len(set(geheim)) < MIN_SOORTEN or wisselingen < MIN_WISSELINGEN


def is_web_address(tekst: str) -> bool:
    """Whether a question with an address in it can be sent there: not over somebody else's wires in the clear."""
    try:
        delen = urlsplit(tekst)
        naam, _ = (delen.hostname or "").encode("idna"), delen.port
    except ValueError:  # a port that is no number, a name that cannot be one
        return False
    if (
        not naam
        or not tekst.isprintable()
        or " " in tekst
        or any(teken in tekst for teken in "?#@")
    ):
        return False
    return delen.scheme == "https" or (delen.scheme == "http" and delen.hostname in THIS_MACHINE)


def is_contact(tekst: str) -> bool:
    """Whether somebody who found a weakness can report it there: `mailto:` with one address, or a page over https."""
    return (
        bool(MAIL_ADDRESS.fullmatch(tekst.removeprefix("mailto:")))
        if tekst.startswith("mailto:")
        else is_web_address(tekst)
    )


def is_host(tekst: str) -> bool:
    """A name as a browser sends it: no port, no `https://`, no `*`."""
    return bool(_HOST.fullmatch(tekst)) and len(tekst) < 254


@lru_cache(64)  # each request asks; 0.1 us in the place of 4
def is_host_header(host: str) -> bool:
    """Whether a Host can be the name of a site, with a port or without; none at all is the name of the server.

    No program of a visitor sends another one; no link can be made under it, so not even a page that says what is wrong.
    """
    gevonden = _NAAM.fullmatch(host)
    try:
        (gevonden[1] or "").encode("idna").decode("idna") if gevonden else ""
    except UnicodeError:  # xn--a, an empty part, one of more than 63 signs
        return False
    return gevonden is not None


def is_on(tekst: str) -> bool:
    """Whether Flask takes this value of FLASK_DEBUG for a yes."""
    return tekst.lower() not in ("", "0", "false", "no")


def whole_number(tekst: str, van: int, tot: int) -> int | None:
    """The whole number, or None when it is none or lies outside."""
    return int(tekst) if tekst.isdecimal() and len(tekst) < 6 and van <= int(tekst) <= tot else None


def comma_list(tekst: str) -> tuple[str, ...]:
    """What stands between the commas."""
    return tuple(filter(None, map(str.strip, tekst.split(","))))


def secret_problems(
    geheimen: Sequence[str], sleutels: Sequence[str], *, is_verplicht: bool
) -> list[str]:
    """What is wrong with PORTAL_GEHEIM and PORTAL_SLEUTEL. Never shows them."""
    problemen = []
    kortste = min(map(len, geheimen), default=0)
    if (geheimen or is_verplicht) and kortste < MIN_SECRET:
        problemen.append(
            f"PORTAL_GEHEIM heeft {kortste} tekens; er zijn er minimaal {MIN_SECRET} nodig. {MAKE_SECRET}"
        )
    if any(len(sleutel) < MIN_SECRET for sleutel in sleutels):
        problemen.append(f"PORTAL_SLEUTEL: elke sleutel heeft minimaal {MIN_SECRET} tekens.")
    # The first alone, which writes: who has one that can be guessed puts a better one before it.
    for naam, waarden in (("PORTAL_GEHEIM", geheimen), ("PORTAL_SLEUTEL", sleutels)):
        waarde = next(iter(waarden), "")
        if len(waarde) >= MIN_SECRET and is_guessable(waarde):
            problemen.append(
                f"{naam} is te raden: het is bedacht, of het herhaalt zich. {MAKE_SECRET}"
            )
    if set(geheimen) & set(sleutels):
        problemen.append("PORTAL_SLEUTEL is gelijk aan PORTAL_GEHEIM. Maak er een andere.")
    return problemen


def mail_problems(waarde: Mapping[str, str]) -> list[str]:
    """What is wrong with the mail server, the sender and the address of the site that stands in a mail."""
    problemen = []
    if waarde["PORTAL_SITE"] and not is_web_address(waarde["PORTAL_SITE"]):
        problemen.append(
            "PORTAL_SITE moet een webadres zijn dat met https:// begint, zoals https://zelfcheck.example."
        )
    if not waarde["PORTAL_SMTP"]:
        return problemen
    try:
        server = urlsplit(waarde["PORTAL_SMTP"])
        klopt = server.scheme in ("smtp", "smtps") and bool(server.hostname) and server.port != 0
    except ValueError:
        klopt = False
    if not klopt:
        problemen.append("PORTAL_SMTP begint met smtps:// of smtp://, en noemt een server.")
    if not MAIL_ADDRESS.fullmatch(waarde["PORTAL_MAILAFZENDER"]):
        problemen.append("PORTAL_MAILAFZENDER moet een mailadres zijn als PORTAL_SMTP is ingevuld.")
    if not waarde["PORTAL_SITE"]:
        problemen.append(
            "PORTAL_SITE moet zijn ingevuld als PORTAL_SMTP is ingevuld: de mail bevat een link."
        )
    return problemen


def token_problems(token: str, andere: Sequence[str]) -> list[str]:
    """What is wrong with the password for /metrics, which may be empty. `andere`: the secrets it may not be."""
    if not token:
        return []
    problemen = []
    if len(token) < MIN_SECRET or is_guessable(token):
        problemen.append(
            f"PORTAL_TOEZICHT heeft minimaal {MIN_SECRET} willekeurige tekens nodig. {MAKE_SECRET}"
        )
    if token in andere:
        problemen.append(
            "PORTAL_TOEZICHT is gelijk aan PORTAL_GEHEIM of PORTAL_SLEUTEL. Maak er een andere."
        )
    return problemen
