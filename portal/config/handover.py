"""The settings of what goes to another organisation: its desk (Open Klant), and a webhook.

Neither URL is a visitor's input: the operator types it, and the site follows no redirect. So one in
a private network is fine, where the desk of a municipality often is.
"""

import re
from base64 import b64decode
from binascii import Error
from collections.abc import Mapping
from enum import StrEnum

from portal.config.mail_address import is_mail_address
from portal.config.setting import Setting
from portal.config.values import is_web_address, without_slash

ACTORS = ("afd", "grp", "mdw")  # as Open Klant calls a department, a group, a colleague
SECRET_PREFIX = "whsec_"  # noqa: S105 - of Standard Webhooks; what follows is the secret
MIN_SECRET_BYTES = 24  # as Standard Webhooks asks
_PROBLEM_URL = (
    "{} moet een webadres zijn dat met https:// begint, zonder vraagteken of wachtwoord. Met"
    " http:// mag het alleen naar deze machine zelf."
)


class Eigenaar(StrEnum):
    """Who phones the resident: ZIJ, whom we hand the request to, or WIJ, who hand on a copy."""

    ZIJ = "zij"
    WIJ = "wij"


def service_or_nothing(text: str) -> str:
    """A web address that a path may be added to, or nothing."""
    if text and not is_web_address(text):
        raise ValueError
    return without_slash(text)


def webhook_address(text: str) -> str:
    """A web address, with or without a query, or nothing."""
    if text and not (is_web_address(text.partition("?")[0]) and re.fullmatch(r"[!-~]+", text)):
        raise ValueError
    return text


def actor(text: str) -> str:
    """`afd:Wonen`, `grp:Terugbellen`, `mdw:a@b.example`, or nothing."""
    kind, _, name = text.partition(":")
    good = kind in ACTORS and 0 < len(name.strip()) <= 200 and name.isprintable()
    if text and not (good and (kind != "mdw" or is_mail_address(name))):
        raise ValueError
    return text


def webhook_secret(text: str) -> bytes:
    """The key in `whsec_` and base64, or nothing."""
    if not text:
        return b""
    try:
        key = b64decode(text.removeprefix(SECRET_PREFIX), validate=True)
    except Error as error:
        raise ValueError from error
    if not text.startswith(SECRET_PREFIX) or len(key) < MIN_SECRET_BYTES or len(set(key)) < 8:
        raise ValueError
    return key


def oin(text: str) -> str:
    """Twenty digits, or nothing."""
    if text and not re.fullmatch(r"[0-9]{20}", text):
        raise ValueError
    return text


def short_text(text: str) -> str:
    """At most fifty characters."""
    if len(text) > 50 or not text.isprintable():
        raise ValueError
    return text


HANDOVER = (
    Setting(
        "PORTAL_KLANT",
        "Het webadres van de Klantinteracties API van Open Klant 2 waar terugbelverzoeken naartoe"
        " gaan, bijvoorbeeld `https://openklant.example/klantinteracties/api/v1`"
        " ([doorgeven](doorgeven.md)). Leeg: er wordt niets doorgegeven.",
        service_or_nothing,
        _PROBLEM_URL.format("PORTAL_KLANT"),
    ),
    Setting("PORTAL_KLANT_TOKEN", "Het token waarmee Open Klant deze site kent."),
    Setting(
        "PORTAL_KLANT_NAAM",
        "Van wie die balie is, zoals een bewoner het leest: `Gemeente Voorbeeld`.",
        short_text,
        "PORTAL_KLANT_NAAM is hooguit 50 tekens.",
    ),
    Setting(
        "PORTAL_KLANT_ACTOR",
        "Wie de taak daar krijgt: `afd:` met een afdeling, `grp:` met een groep, of `mdw:` met het"
        " mailadres van een medewerker. Bestaat die actor nog niet, dan maakt de site hem aan.",
        actor,
        "PORTAL_KLANT_ACTOR begint met afd:, grp: of mdw:, zoals grp:Terugbellen of"
        " mdw:a.medewerker@voorbeeld.example.",
    ),
    Setting(
        "PORTAL_KLANT_KANAAL",
        "Het kanaal dat bij het klantcontact staat. Kijkt Open Klant dat na in een lijst, kies dan"
        " een kanaal uit die lijst.",
        short_text,
        "PORTAL_KLANT_KANAAL is hooguit 50 tekens.",
        default="Webformulier",
    ),
    Setting(
        "PORTAL_KLANT_EIGENAAR",
        "Wie de bewoner belt. `zij`: de balie waar het verzoek naartoe gaat; hier is het dan alleen"
        " te lezen. `wij`: uw eigen helpdesk; de balie krijgt een kopie.",
        Eigenaar,
        f"PORTAL_KLANT_EIGENAAR is {' of '.join(Eigenaar)}, en niets anders.",
        default=Eigenaar.ZIJ.value,
    ),
    Setting(
        "PORTAL_WEBHOOK",
        "Een webadres dat een POST krijgt bij elk verzoek dat gevraagd, verplaatst of ingetrokken"
        " wordt, en bij elke keer dat u belt: een CloudEvent zonder persoonsgegevens"
        " ([doorgeven](doorgeven.md)). Leeg: niemand krijgt bericht.",
        webhook_address,
        _PROBLEM_URL.format("PORTAL_WEBHOOK").replace(" vraagteken of", ""),
    ),
    Setting(
        "PORTAL_WEBHOOK_GEHEIM",
        "Het geheim waarmee de ontvanger ziet dat een bericht van deze site komt: `whsec_` en"
        f" minstens {MIN_SECRET_BYTES} willekeurige bytes in base64.",
        webhook_secret,
        f"PORTAL_WEBHOOK_GEHEIM is whsec_ met minstens {MIN_SECRET_BYTES} willekeurige bytes in"
        " base64. Maak er een met: echo whsec_$(openssl rand -base64 32)",
    ),
    Setting(
        "PORTAL_OIN",
        "Het OIN van uw organisatie, twintig cijfers. Staat als afzender in de berichten van de"
        " webhook, zoals het NL GOV-profiel voor CloudEvents vraagt. Leeg: PORTAL_SITE.",
        oin,
        "PORTAL_OIN is twintig cijfers.",
    ),
)


def desk_problems(texts: Mapping[str, str]) -> list[str]:
    """What PORTAL_KLANT lacks."""
    if not texts["PORTAL_KLANT"]:
        return []
    needed = ("PORTAL_SLEUTEL", "PORTAL_KLANT_TOKEN", "PORTAL_KLANT_NAAM", "PORTAL_KLANT_ACTOR")
    problems = [
        f"{name} moet zijn ingevuld als PORTAL_KLANT is ingevuld."
        for name in needed
        if not texts[name]
    ]
    if not re.fullmatch(r"[!-~]*", texts["PORTAL_KLANT_TOKEN"]):
        problems.append("PORTAL_KLANT_TOKEN heeft een teken dat niet in een token kan staan.")
    return problems


def webhook_problems(texts: Mapping[str, str]) -> list[str]:
    """What PORTAL_WEBHOOK lacks."""
    if not texts["PORTAL_WEBHOOK"]:
        return []
    needed = ("PORTAL_SLEUTEL", "PORTAL_WEBHOOK_GEHEIM", "PORTAL_SITE")
    return [
        f"{name} moet zijn ingevuld als PORTAL_WEBHOOK is ingevuld."
        for name in needed
        if not texts[name]
    ]
