"""The mail server of the operator: hands it a letter, and says how that went in words without an address in them.

smtplib of the standard library: a library such as aiosmtplib or Flask-Mail would add a second way to say the same.
"""

import smtplib
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from email.message import EmailMessage
from urllib.parse import unquote, urlsplit

from portal.config.values import THIS_MACHINE

WACHT_SECONDEN = 10.0  # for each answer
BEZET = 421  # the server hangs up


class ServerKanNiet(Exception):
    """The server is not there, or does not want us: nothing is wrong with the letter."""


class Uitgesteld(Exception):
    """The server does not take this letter now."""


class MailGeweigerd(Exception):
    """The server never takes this letter."""


class Mailserver:
    """`adres`: smtps://name:password@server:465 or smtp://server:587. Only to this machine itself nothing is encrypted."""

    def __init__(self, adres: str) -> None:
        delen = urlsplit(adres)
        self._met_tls, self._host = delen.scheme == "smtps", delen.hostname or ""
        self._poort = delen.port or (465 if self._met_tls else 587)
        self._naam, self._wachtwoord = unquote(delen.username or ""), unquote(delen.password or "")

    @contextmanager
    def lijn(self) -> Iterator["Lijn"]:
        """A connection for some letters. Raises ServerKanNiet."""
        try:
            smtp = self._verbind()
        except (smtplib.SMTPException, OSError) as fout:
            raise ServerKanNiet(_zonder_adres(fout)) from fout
        try:
            yield Lijn(smtp)
            _groet(smtp)
        finally:
            smtp.close()

    def _verbind(self) -> smtplib.SMTP:
        context = ssl.create_default_context()
        smtp: smtplib.SMTP
        if self._met_tls:
            smtp = smtplib.SMTP_SSL(
                self._host, self._poort, timeout=WACHT_SECONDEN, context=context
            )
        else:
            smtp = smtplib.SMTP(self._host, self._poort, timeout=WACHT_SECONDEN)
        try:
            if not self._met_tls and self._host not in THIS_MACHINE:
                smtp.starttls(context=context)
            if self._naam:
                smtp.login(self._naam, self._wachtwoord)
        except BaseException:
            smtp.close()
            raise
        return smtp


class Lijn:
    """An open connection to the mail server."""

    def __init__(self, smtp: smtplib.SMTP) -> None:
        self._smtp = smtp

    def stuur(self, brief: EmailMessage, *, van: str, aan: str) -> None:
        """The server has it when this returns. Raises ServerKanNiet, Uitgesteld, Geweigerd."""
        try:
            self._smtp.send_message(brief, from_addr=van, to_addrs=[aan])
        except smtplib.SMTPRecipientsRefused as fout:
            ((code, _),) = fout.recipients.values()
            raise _naar_code(code, "ontvanger geweigerd") from fout
        except smtplib.SMTPDataError as fout:
            raise _naar_code(fout.smtp_code, "bericht geweigerd") from fout
        except smtplib.SMTPNotSupportedError as fout:
            raise MailGeweigerd("de mailserver kent geen adres met zulke letters") from fout
        except (smtplib.SMTPException, OSError) as fout:
            raise ServerKanNiet(_zonder_adres(fout)) from fout


def _groet(smtp: smtplib.SMTP) -> None:
    try:
        smtp.quit()
    except (
        smtplib.SMTPException,
        OSError,
    ):  # what the server took, it has, however it says goodbye
        return


def _naar_code(code: int, zin: str) -> Exception:
    soort = ServerKanNiet if code == BEZET else Uitgesteld if code < 500 else MailGeweigerd
    return soort(f"{zin} ({code})")


def _zonder_adres(fout: Exception) -> str:
    """What a server says may quote the address: only its number is kept."""
    if isinstance(fout, smtplib.SMTPResponseException):
        return f"{type(fout).__name__} ({fout.smtp_code})"
    return type(fout).__name__
