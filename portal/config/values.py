"""Parsers for the values of settings, and checks of values that must fit together.

A parser returns the value or raises ValueError; the table of settings has the sentence for the
operator. A check returns such sentences itself, and never shows a secret.
"""

import re
from collections.abc import Callable, Sequence
from enum import StrEnum
from functools import lru_cache
from ipaddress import IPv4Network, IPv6Network, ip_network
from itertools import groupby
from pathlib import Path
from urllib.parse import urlsplit

from portal.config.mail_address import is_mail_address

MIN_SECRET = 32  # characters
_MAKE_ONE = 'Maak er een met: python3 -c "import secrets; print(secrets.token_urlsafe(32))"'
THIS_MACHINE = ("127.0.0.1", "localhost", "::1")
_HOST = re.compile(r"(?!-)[a-z0-9-]{1,63}(\.[a-z0-9-]{1,63})*")
_HOST_HEADER = re.compile(r"([A-Za-z0-9._-]+)?(?:\[[0-9A-Fa-f:.]+\])?(?::[0-9]{1,5})?")
_MIN_DIFFERENT, _MIN_CHANGES = 8, 4
_WIDEST = 8  # bits: 10.0.0.0/8

Network = IPv4Network | IPv6Network


class Bronkeuze(StrEnum):
    """Where addresses are looked up; AUTO: in the register, and at PDOK what it does not cover."""

    AUTO = "auto"
    REGISTER = "register"
    PDOK = "pdok"


class Grondslag(StrEnum):
    """Why the operator may keep what residents entrust to us (AVG art. 6, 1 a, e and f)."""

    TOESTEMMING = "toestemming"
    PUBLIEKE_TAAK = "publieke-taak"
    GERECHTVAARDIGD_BELANG = "gerechtvaardigd-belang"


def comma_list(text: str) -> tuple[str, ...]:
    """The parts between the commas, without empty ones."""
    return tuple(filter(None, map(str.strip, text.split(","))))


def folder(text: str) -> Path:
    """An absolute path; empty is refused."""
    return Path(_accept(text, bool(text))).absolute()


def https_address(text: str) -> str:
    """A text that starts with https://, or nothing."""
    return _accept(text, not text or text.startswith("https://"))


def service(text: str) -> str:
    """A web address that a query may be added to, without the slash at its end."""
    return without_slash(_accept(text, is_web_address(text)))


def without_slash(text: str) -> str:
    """An address that a path may be added to."""
    return text.rstrip("/")


def hosts(text: str) -> tuple[str, ...]:
    """Names as a browser sends them: no port, no `https://`, no `*`."""
    names = comma_list(text.lower())
    _accept(text, all(_HOST.fullmatch(name) and len(name) < 254 for name in names))
    return names


def contact(text: str) -> str:
    """Where to report or ask something: `mailto:` with one address, a web page, or nothing."""
    if text.startswith("mailto:"):
        return _accept(text, is_mail_address(text.removeprefix("mailto:")))
    return _accept(text, not text or is_web_address(text))


def alarm(text: str) -> str:
    """One mail address, a web address with or without a query, or nothing."""
    is_web = is_web_address(text.partition("?")[0]) and text.isprintable() and " " not in text
    return _accept(text, not text or is_web or is_mail_address(text))


def yes_or_no(text: str) -> bool:
    """`ja` or `nee`."""
    return _accept(text, text in ("ja", "nee")) == "ja"


def whole_number(low: int, high: int) -> Callable[[str], int]:
    """A parser for the whole numbers from `low` up to and including `high`."""

    def parse(text: str) -> int:
        _accept(text, text.isdecimal() and len(text) < 6 and low <= int(text) <= high)
        return int(text)

    return parse


def networks(text: str) -> tuple[Network, ...]:
    """Networks such as 192.0.2.0/24, between commas; none of the whole world."""
    found = tuple(map(ip_network, comma_list(text)))
    _accept(text, all(net.prefixlen >= _WIDEST for net in found))
    return found


def _accept(text: str, is_good: bool) -> str:
    if not is_good:
        raise ValueError
    return text


def is_guessable(secret: str) -> bool:
    """Whether a secret looks made up instead of drawn at random.

    Few different characters, a repeated piece, or words and a year: words have few changes between
    small letters, capitals and digits (other characters are skipped). Of the results of
    `secrets.token_urlsafe(32)`, one in 10**11 has fewer than four changes and one in 10**32 fewer
    than eight different characters; of 32 hexadecimal characters one in 20,000 (computed exactly).
    """
    repeats = secret in (secret + secret)[1:-1]
    kinds = [(c.isdigit(), c.isupper(), c.islower()) for c in secret]
    changes = sum(1 for _ in groupby(filter(any, kinds))) - 1
    return repeats or len(set(secret)) < _MIN_DIFFERENT or changes < _MIN_CHANGES


def is_web_address(text: str) -> bool:
    """Whether a query with a resident's address may go there: https, or http to this machine."""
    try:
        parts = urlsplit(text)
        name, _ = (parts.hostname or "").encode("idna"), parts.port
    except ValueError:  # a port that is not a number, a name that cannot exist
        return False
    if not name or not text.isprintable() or any(character in text for character in " ?#@"):
        return False
    return parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in THIS_MACHINE)


@lru_cache(64)  # asked for every request
def is_host_header(host: str) -> bool:
    """Whether a Host header can be the name of a site, with or without a port.

    Empty means the name of the server itself. No browser sends anything else; no link can be made
    under such a name, so not even a page that says what is wrong.
    """
    found = _HOST_HEADER.fullmatch(host)
    try:
        (found[1] or "").encode("idna").decode("idna") if found else ""
    except UnicodeError:  # xn--a, an empty part, one of more than 63 characters
        return False
    return found is not None


def secret_problems(secrets: Sequence[str], keys: Sequence[str], *, required: bool) -> list[str]:
    """What is wrong with PORTAL_GEHEIM and PORTAL_SLEUTEL."""
    shortest = min(map(len, secrets), default=0)
    return _sentences(
        (
            (secrets or required) and shortest < MIN_SECRET,
            f"PORTAL_GEHEIM heeft {shortest} tekens;"
            f" er zijn er minimaal {MIN_SECRET} nodig. {_MAKE_ONE}",
        ),
        (
            any(len(key) < MIN_SECRET for key in keys),
            f"PORTAL_SLEUTEL: elke sleutel heeft minimaal {MIN_SECRET} tekens.",
        ),
        *(
            (
                _is_first_guessable(values),
                f"{name} is te raden: het is bedacht, of het herhaalt zich. {_MAKE_ONE}",
            )
            for name, values in (("PORTAL_GEHEIM", secrets), ("PORTAL_SLEUTEL", keys))
        ),
        (
            set(secrets) & set(keys),
            "PORTAL_SLEUTEL is gelijk aan PORTAL_GEHEIM. Maak er een andere.",
        ),
    )


def _is_first_guessable(secrets: Sequence[str]) -> bool:
    # The first is the one that writes: a guessable one is replaced by putting a better one before.
    return bool(secrets) and len(secrets[0]) >= MIN_SECRET and is_guessable(secrets[0])


def token_problems(token: str, others: Sequence[str]) -> list[str]:
    """What is wrong with PORTAL_TOEZICHT, which may be empty but not one of the other secrets."""
    return _sentences(
        (
            token and (len(token) < MIN_SECRET or is_guessable(token)),
            f"PORTAL_TOEZICHT heeft minimaal {MIN_SECRET} willekeurige tekens nodig. {_MAKE_ONE}",
        ),
        (
            token in others,
            "PORTAL_TOEZICHT is gelijk aan PORTAL_GEHEIM of PORTAL_SLEUTEL. Maak er een andere.",
        ),
    )


def mail_problems(site: str, server: str, sender: str) -> list[str]:
    """What is wrong with the address of the site, which a mail contains, or with sending mail."""
    return _sentences(
        (
            site and not is_web_address(site),
            "PORTAL_SITE moet een webadres zijn dat met https:// begint,"
            " zoals https://zelfcheck.example.",
        ),
        (
            server and not _is_mail_server(server),
            "PORTAL_SMTP begint met smtps:// of smtp://, en noemt een server.",
        ),
        (
            server and not is_mail_address(sender),
            "PORTAL_MAILAFZENDER moet een mailadres zijn als PORTAL_SMTP is ingevuld.",
        ),
        (
            server and not site,
            "PORTAL_SITE moet zijn ingevuld als PORTAL_SMTP is ingevuld: de mail bevat een link.",
        ),
    )


def alarm_problems(alarm: str, server: str) -> list[str]:
    """What is wrong with PORTAL_ALARM beside PORTAL_SMTP."""
    return _sentences(
        (
            alarm and "://" not in alarm and not server,
            "PORTAL_ALARM is een mailadres, maar PORTAL_SMTP is leeg. Vul die ook in, of noem een"
            " webadres.",
        ),
    )


def _is_mail_server(text: str) -> bool:
    try:
        parts = urlsplit(text)
        return parts.scheme in ("smtp", "smtps") and bool(parts.hostname) and parts.port != 0
    except ValueError:
        return False


def _sentences(*checks: tuple[object, str]) -> list[str]:
    return [sentence for is_wrong, sentence in checks if is_wrong]
