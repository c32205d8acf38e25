"""Tells the operator that a job failed: one mail, or one POST of JSON. Nothing of a resident is in
it: why a job failed is in the journal, on the machine itself.
"""

from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage

from portal.clock import to_text
from portal.config.settings import Settings
from portal.outbound.fetch import Fetcher, FetchError
from portal.post.mailserver import MailGeweigerd, Mailserver, ServerKanNiet, Uitgesteld

SECONDEN = 20.0  # for a webhook, all in all


class AlarmKanNiet(Exception):
    """It did not arrive. Says why, never where it had to go."""


def sla_alarm(settings: Settings, taak: str, nu: datetime) -> None:
    """Sends it where `settings.alarm` says, which is not empty. Raises AlarmKanNiet."""
    zin = (
        f"De taak {taak} van de zelfcheck is mislukt."
        f" Waarom, staat op de server: journalctl -u zelfcheck-taak@{taak}"
    )
    try:
        if "://" in settings.alarm:
            velden = {"text": zin, "taak": taak, "site": settings.site, "tijd": to_text(nu)}
            Fetcher().post(settings.alarm, velden, seconds=SECONDEN)
        else:
            with Mailserver(settings.smtp).lijn() as lijn:
                brief = _brief(settings, taak, zin, nu)
                lijn.stuur(brief, van=settings.mailafzender, aan=settings.alarm)
    except (FetchError, ServerKanNiet, Uitgesteld, MailGeweigerd) as fout:
        raise AlarmKanNiet(str(fout)) from fout


def _brief(settings: Settings, taak: str, zin: str, nu: datetime) -> EmailMessage:
    brief = EmailMessage()
    brief["From"] = Address(addr_spec=settings.mailafzender)
    brief["To"] = Address(addr_spec=settings.alarm)
    brief["Subject"] = f"Zelfcheck: de taak {taak} is mislukt"
    brief["Date"] = nu
    brief["Auto-Submitted"] = "auto-generated"  # no holiday reply comes back
    brief.set_content(f"{zin}\n\n{settings.site}\n")
    return brief
