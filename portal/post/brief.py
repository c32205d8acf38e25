"""A letter about one request, as a mail: text and HTML with the same words.

It holds nothing that a resident typed: no name, number or home address. So nobody can make us send
their words to somebody else. Who gets a mail meant for another cannot open the request: that takes
three digits of the phone number.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from hashlib import sha256

from jinja2 import Environment

from portal.config.mail_address import is_mail_address
from portal.crypto.codes import show_code, spell_code
from portal.terugbellen.rijen.mailrij import Mailsoort
from portal.terugbellen.waarden.agenda import maak_ics
from portal.terugbellen.waarden.tijdvakken import Tijdvak
from portal.terugbellen.waarden.verzoek import Verzoek
from portal.web.i18n.catalogues import prefix

Omgeving = Callable[[str], Environment]  # by language: `nl`
MIJN_VERZOEK = "/mijn-verzoek"
ZONDER_TIJD = (Mailsoort.INGETROKKEN, Mailsoort.NA_GESPREK, Mailsoort.NUMMER)
MET_AGENDA = (Mailsoort.BEVESTIGING, Mailsoort.VERPLAATST)


class AdresFout(ValueError):
    """Not a mail address. Does not quote it."""


@dataclass(frozen=True, slots=True)
class BriefPage:
    """What a letter says. `kop` is also its subject. Without tijdvak it does not say when.

    `bevestig`: the link to say that this is one's address; empty when that was said.
    """

    kop: str
    alineas: tuple[str, ...]
    tijdvak: Tijdvak | None
    code: str
    gespeld: str
    link: str
    bevestig: str


@dataclass(frozen=True, slots=True)
class Afzender:
    """Who sends it: the name may be empty. `site`: the address of this site, for a link."""

    naam: str
    adres: str
    site: str


def schrijf(
    omgeving: Omgeving,
    verzoek: Verzoek,
    soort: Mailsoort,
    afzender: Afzender,
    bewijs: str = "",
    verwezen: str = "",
    *,
    nummer: int,
    nu: datetime,
) -> EmailMessage:
    """The mail, in the language in which we phone. Raises AdresFout.

    `bewijs`: with which its reader confirms the address, or empty. `nummer`: its id in the queue,
    so that a second try has the same Message-ID. `verwezen`: each Verwezen, with a space between.
    """
    jinja = omgeving(verzoek.gegevens.gesprekstaal)
    woorden = _woorden(jinja, soort, verwezen=verwezen.split())
    page = _page(woorden, verzoek, soort, afzender, bewijs)
    brief = EmailMessage()
    brief["From"] = Address(display_name=afzender.naam, addr_spec=afzender.adres)
    brief["To"] = _adres(verzoek.gegevens.email)
    brief["Subject"] = page.kop
    brief["Date"] = nu
    wat = sha256(f"{verzoek.uid} {nummer}".encode()).hexdigest()[:32]
    brief["Message-ID"] = f"<{wat}@{Address(addr_spec=afzender.adres).domain}>"
    brief["Auto-Submitted"] = "auto-generated"  # no holiday reply comes back
    brief.set_content(jinja.get_template("mail/basis.txt").render(page=page))
    brief.add_alternative(jinja.get_template("mail/basis.html").render(page=page), subtype="html")
    if soort in MET_AGENDA:
        _voeg_agenda_toe(brief, verzoek, nu, *_woorden(jinja, "agenda", page=page))
    return brief


def _voeg_agenda_toe(
    brief: EmailMessage, verzoek: Verzoek, nu: datetime, titel: str, tekst: str
) -> None:
    wat = {"code": verzoek.code, "uid": verzoek.uid, "titel": titel, "tekst": tekst}
    brief.add_attachment(
        maak_ics(verzoek.tijdvak, **wat, gemaakt=nu),
        maintype="text",
        subtype="calendar",
        filename="afspraak.ics",
        params={"charset": "utf-8"},
    )


def _page(
    woorden: list[str], verzoek: Verzoek, soort: Mailsoort, afzender: Afzender, bewijs: str
) -> BriefPage:
    link = afzender.site + prefix(verzoek.gegevens.gesprekstaal) + MIJN_VERZOEK
    kop, *alineas = woorden
    gespeld = spell_code(verzoek.code, verzoek.gegevens.gesprekstaal)
    return BriefPage(
        kop=kop,
        alineas=tuple(alineas),
        tijdvak=None if soort in ZONDER_TIJD else verzoek.tijdvak,
        code=show_code(verzoek.code),
        gespeld=", ".join(gezegd for _, gezegd in gespeld),
        link=link,
        bevestig=f"{link}?mail={bewijs}" if bewijs else "",
    )


def _woorden(jinja: Environment, naam: str, **waarden: object) -> list[str]:
    """The parts of `mail/<naam>.txt`, between empty lines: the subject, then paragraphs."""
    return jinja.get_template(f"mail/{naam}.txt").render(waarden).strip().split("\n\n")


def _adres(tekst: str) -> Address:
    if not is_mail_address(tekst):
        raise AdresFout("geen mailadres")
    return Address(addr_spec=tekst)
