"""Whether jobs run, the helpdesk can work, others answer, and the site is set up for the public."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from portal import clock
from portal.adressen.opzoeken import OpzoekenKanNiet
from portal.adressen.pdok import Pdok
from portal.config.settings import PORTAL_DB, Settings
from portal.config.table import is_example
from portal.config.values import Bronkeuze
from portal.crypto.vault import Vault
from portal.medewerkers.medewerkerstore import MedewerkerStore
from portal.oidc.problem import OidcError
from portal.oidc.provider import Provider
from portal.onderhoud.controle.regel import Controleregel, fout, goed, let_op
from portal.onderhoud.gezondheid import Wachtrijstand, lees_stand
from portal.post.mailserver import Mailserver, ServerKanNiet
from portal.storage.database import PortalDatabase, StorageUnavailable
from portal.storage.jobs import Job
from portal.storage.key_check import WrongKey, read_mark
from portal.terugbellen.rijen import roosterstore
from portal.terugbellen.waarden.tijdvakken import tijdvakken
from portal.web.i18n.notation import day

PROEFADRES = ("9712HN", 1)  # the town hall of Groningen
MAIL_TE_LAAT = timedelta(minutes=15)
# How long ago a job may have run at most, and its command.
KLUSSEN = {
    Job.OPSCHONEN: (timedelta(days=2), "opschonen"),
    Job.BACKUP: (timedelta(days=2), "backup maken BESTAND"),
    Job.MAIL: (timedelta(minutes=15), "mail versturen"),
    Job.DOORGEVEN: (timedelta(minutes=15), "doorgeven versturen"),
}


def klussen(settings: Settings, bestand: PortalDatabase, nu: datetime) -> Iterator[Controleregel]:
    """The jobs that a timer starts."""
    for klus, (hooguit, opdracht) in KLUSSEN.items():
        nodig = {Job.MAIL: settings.smtp, Job.DOORGEVEN: settings.klant or settings.webhook}
        if not nodig.get(klus, True):
            continue
        if klus is Job.BACKUP and settings.database:
            zin = "Met PostgreSQL is niet te zien of de kopie lukte. Kijk zelf (docs/schaal.md)."
            yield let_op(klus, zin)
            continue
        toen = bestand.last_run(klus)
        hoe = f"Laat een timer `flask --app wsgi {opdracht}` draaien (docs/beheer.md)."
        if toen is None:
            erbij = " Maakt u kopieën met iets anders? Kijk daar." if klus is Job.BACKUP else ""
            yield let_op(klus, f"Nog nooit gedaan. {hoe}{erbij}")
        elif clock.elapsed(toen, nu) > hooguit:
            yield let_op(klus, f"Voor het laatst gelukt op {_moment(toen)}. {hoe}")
        else:
            yield goed(klus, f"Voor het laatst op {_moment(toen)}.")


def postgres(settings: Settings, bestand: PortalDatabase, kluis: Vault) -> Iterator[Controleregel]:
    """Whether the server answers and suits, the tables are there, and our key opens them."""
    try:
        with bestand.read() as db:
            read_mark(db, kluis)
    except WrongKey:
        yield fout("PostgreSQL", "PORTAL_SLEUTEL past niet. Zet de goede sleutel erin.")
    except StorageUnavailable as waarom:
        yield fout("PostgreSQL", f"Niet te gebruiken: {waarom}".rstrip(".") + ".")
    else:
        yield goed("PostgreSQL", "Antwoordt, de tabellen zijn bij, en de sleutel past.")
    if (settings.data / PORTAL_DB).exists():
        zin = "ligt er nog, maar de site gebruikt PostgreSQL. Is alles verhuisd? Haal het dan weg."
        yield let_op(PORTAL_DB, f"{PORTAL_DB} {zin}")


def helpdesk(
    settings: Settings, bestand: PortalDatabase, kluis: Vault, nu: datetime
) -> Iterator[Controleregel]:
    """Accounts, opening hours, conversations, mail; portal.sqlite is good.

    Raises StorageUnavailable.
    """
    accounts = MedewerkerStore(bestand).alle()
    in_gebruik = [a.medewerker for a in accounts if a.tweede_factor and a.is_open]
    if beheerders := sum(medewerker.is_beheerder for medewerker in in_gebruik):
        yield goed("accounts", f"Beheerders: {beheerders}.")
    else:
        maak = 'flask --app wsgi medewerker toevoegen "Naam" --beheerder'
        yield let_op("accounts", f"Geen beheerder die kan inloggen. Maak er een: {maak}")
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
    yield from _mail(settings, stand, nu)


def _mail(settings: Settings, stand: Wachtrijstand, nu: datetime) -> Iterator[Controleregel]:
    wacht = f"Er wachten {stand.mail_wacht} mails"
    if stand.mail_mislukt:
        yield let_op(
            "mail", f"Mislukt: {stand.mail_mislukt}. Kijk welke: flask --app wsgi mail lijst"
        )
    if not settings.smtp:
        if stand.mail_wacht:
            yield let_op("mail", f"{wacht}, maar PORTAL_SMTP is leeg: ze gaan niet weg.")
    elif stand.mail_sinds and clock.elapsed(stand.mail_sinds, nu) > MAIL_TE_LAAT:
        sinds = f"al sinds {_moment(stand.mail_sinds)}"
        yield fout("mail", f"{wacht}, {sinds}. Draai `mail versturen` met de hand.")


def _moment(toen: datetime) -> str:
    return f"{day(toen.date())}, {toen:%H:%M} uur"


def buiten(settings: Settings) -> Iterator[Controleregel]:
    """Services of others: asks each one thing, never about a resident's address."""
    if settings.adresbron is not Bronkeuze.REGISTER:
        pdok = Pdok(settings.pdok, vandaag=clock.today, monotoon=clock.monotonic)
        try:
            pdok.op_nummer(*PROEFADRES)
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
    if settings.oidc:
        dienst = Provider(settings.oidc, clock.monotonic)
        try:
            with dienst.turn() as beurt:
                dienst.keys(beurt)
        except OidcError as waarom:
            yield fout(
                "inlogdienst",
                f"Geen goed antwoord: {waarom}. Kijk naar PORTAL_OIDC. Tot dan komt alleen binnen"
                " wie een eigen account heeft.",
            )
        else:
            yield goed("inlogdienst", "Antwoordt, en noemt zich zoals in PORTAL_OIDC staat.")


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
    leeg = "Leeg. Bewoners zien dan niet van wie de site is of wie zij kunnen bellen."
    if not settings.afzender:
        yield let_op("PORTAL_AFZENDER", f"{leeg} Terugbellen staat daarom uit.")
    if not settings.telefoon:
        yield let_op("PORTAL_TELEFOON", leeg)
    ingevuld = {"PORTAL_AFZENDER": settings.afzender, "PORTAL_TELEFOON": settings.telefoon}
    for naam, tekst in ingevuld.items():
        if is_example(naam, tekst):
            yield fout(naam, f"{tekst} is ons voorbeeld. Zet er uw eigen in: bewoners lezen dit.")
    if settings.afzender and not (settings.privacy or settings.telefoon or settings.website):
        yield let_op(
            "PORTAL_PRIVACY",
            "Leeg, net als PORTAL_TELEFOON en PORTAL_WEBSITE. Waar vraagt iemand zijn gegevens op?",
        )
    if not settings.alarm:
        zin = "Leeg. Mislukt er een taak, zoals de reservekopie, dan krijgt niemand bericht."
        yield let_op("PORTAL_ALARM", zin)
    if not settings.sleutel:
        yield goed("PORTAL_SLEUTEL", "Leeg: er is geen terugbellen en geen helpdesk.")
