"""Whether what must run by itself does, and whether the helpdesk can work."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from portal import clock
from portal.adressen.opzoeken import OpzoekenKanNiet
from portal.adressen.pdok import Pdok
from portal.config.settings import Settings
from portal.config.values import Bronkeuze
from portal.crypto.vault import Vault
from portal.medewerkers.medewerkerstore import MedewerkerStore
from portal.onderhoud.controle.regel import Controleregel, fout, goed, let_op
from portal.onderhoud.gezondheid import lees_stand
from portal.post.mailserver import Mailserver, ServerKanNiet
from portal.storage.database import PortalDatabase
from portal.storage.jobs import Job, last_run
from portal.terugbellen import roosterstore
from portal.terugbellen.tijdvakken import tijdvakken
from portal.web.i18n.notation import day

PROEFADRES = ("9712HN", 1)  # the town hall of Groningen
MAIL_TE_LAAT = timedelta(minutes=15)
# Job -> how long ago at most, and the command.
KLUSSEN = {
    Job.OPSCHONEN: (timedelta(days=2), "opschonen"),
    Job.BACKUP: (timedelta(days=2), "backup maken BESTAND"),
    Job.MAIL: (timedelta(minutes=15), "mail versturen"),
}


def klussen(settings: Settings, nu: datetime) -> Iterator[Controleregel]:
    """What a timer starts."""
    for klus, (hooguit, opdracht) in KLUSSEN.items():
        if klus is Job.MAIL and not settings.smtp:
            continue
        toen = last_run(settings.data, klus)
        hoe = f"Laat een timer `flask --app wsgi {opdracht}` draaien (docs/beheer.md)."
        if toen is None:
            erbij = " Maakt u kopieën met iets anders? Kijk daar." if klus is Job.BACKUP else ""
            yield let_op(klus, f"Nog nooit gedaan. {hoe}{erbij}")
        elif clock.elapsed(toen, nu) > hooguit:
            yield let_op(
                klus, f"Voor het laatst gelukt op {day(toen.date())}, {toen:%H:%M} uur. {hoe}"
            )
        else:
            yield goed(klus, f"Voor het laatst op {day(toen.date())}, {toen:%H:%M} uur.")


def helpdesk(
    settings: Settings, bestand: PortalDatabase, kluis: Vault, nu: datetime
) -> Iterator[Controleregel]:
    """Accounts, opening hours, conversations, mail; portal.sqlite is good. Raises OpslagKanNiet."""
    beheerders = [
        account
        for account in MedewerkerStore(bestand, kluis).alle()
        if account.medewerker.is_beheerder and not account.gesloten_op
    ]
    if not beheerders:
        yield let_op(
            "accounts",
            'Geen beheerder. Maak er een: flask --app wsgi medewerker toevoegen "Naam" --beheerder',
        )
    else:
        yield goed("accounts", f"Beheerders: {len(beheerders)}.")
    with bestand.read() as db:
        vakken = tijdvakken(roosterstore.lees(db), nu)
    if vakken:
        yield goed("openingstijden", f"Bewoners kunnen uit {len(vakken)} tijdvakken kiezen.")
    else:
        yield let_op(
            "openingstijden",
            "Er is geen tijdvak om gebeld te worden. Zet de openingstijden in de helpdesk.",
        )
    stand = lees_stand(bestand, nu)
    if stand.voorbij:
        yield let_op(
            "gesprekken",
            f"Van {stand.voorbij} open gesprekken is het tijdvak voorbij. Laat de helpdesk bellen.",
        )
    else:
        yield goed("gesprekken", f"Open: {stand.komt}. Van geen is het tijdvak voorbij.")
    if stand.mail_mislukt:
        yield let_op(
            "mail", f"Mislukt: {stand.mail_mislukt}. Kijk welke: flask --app wsgi mail lijst"
        )
    if not settings.smtp:
        if stand.mail_wacht:
            yield let_op(
                "mail",
                f"Er wachten {stand.mail_wacht} mails, maar PORTAL_SMTP is leeg: ze gaan niet weg.",
            )
    elif stand.mail_sinds and clock.elapsed(stand.mail_sinds, nu) > MAIL_TE_LAAT:
        sinds = f"{day(stand.mail_sinds.date())}, {stand.mail_sinds:%H:%M} uur"
        yield fout(
            "mail",
            f"Er wachten {stand.mail_wacht} mails, al sinds {sinds}. Draai `mail versturen` met de hand.",
        )


def buiten(settings: Settings) -> Iterator[Controleregel]:
    """Services of others: asks each one thing. No resident's address."""
    if settings.adresbron is not Bronkeuze.REGISTER:
        try:
            Pdok(settings.pdok, vandaag=clock.today, monotoon=clock.monotonic).op_nummer(
                *PROEFADRES
            )
        except OpzoekenKanNiet as waarom:
            yield fout(
                "PDOK", f"Geen goed antwoord: {waarom}. Mag deze machine naar {settings.pdok}?"
            )
        else:
            yield goed("PDOK", "Antwoordt.")
    if settings.smtp:
        try:
            with Mailserver(settings.smtp).lijn():
                pass
        except ServerKanNiet as waarom:
            yield fout(
                "mailserver", f"{waarom}. Kijk naar PORTAL_SMTP; de mail blijft zolang klaarstaan."
            )
        else:
            yield goed("mailserver", "Antwoordt, en neemt het wachtwoord aan.")


def site(settings: Settings) -> Iterator[Controleregel]:
    """What a site for the public needs and a trial does not."""
    if not settings.site:
        yield let_op(
            "PORTAL_SITE",
            "Leeg. Noem het webadres van de site: dan antwoordt zij niet onder een andere naam.",
        )
    if settings.site and not settings.proxies:
        yield let_op(
            "PORTAL_PROXIES",
            "0. Staat er een server voor die https doet? Zet dan 1: anders telt iedereen als één.",
        )
    for naam, waarde in (
        ("PORTAL_AFZENDER", settings.afzender),
        ("PORTAL_TELEFOON", settings.telefoon),
    ):
        if not waarde:
            yield let_op(
                naam, "Leeg. Bewoners zien dan niet van wie de site is of wie zij kunnen bellen."
            )
    if not settings.sleutel:
        yield goed("PORTAL_SLEUTEL", "Leeg: er is geen terugbellen en geen helpdesk.")
