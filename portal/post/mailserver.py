"""The mail server of the operator: hands it a letter, and tells how that went without an address.

With smtplib: a library such as aiosmtplib or Flask-Mail would add a second way to say the same.
"""

import signal
import smtplib
import ssl
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from email.message import EmailMessage
from urllib.parse import unquote, urlsplit

from portal.config.values import THIS_MACHINE

WACHT_SECONDEN = 10.0  # for each sign of an answer
# To let us in, and for each letter: a server that says a letter every nine seconds would keep the
# mail of everybody, and the alarm, for a day. Less than the minute for which a mail is ours
# (`portal.outbound.retry`), with time left to write down how it went.
HOOGUIT_SECONDEN = 45.0
BEZET = 421  # the server hangs up


class ServerKanNiet(Exception):
    """The server is down or does not want us: nothing is wrong with the letter."""


class Uitgesteld(Exception):
    """The server does not take this letter now."""


class MailGeweigerd(Exception):
    """The server never takes this letter."""


class Mailserver:
    """`adres`: smtps://name:password@server:465 or smtp://server:587.

    Encrypts, except to this machine itself. For the main thread of a command.
    """

    def __init__(self, adres: str) -> None:
        delen = urlsplit(adres)
        self._met_tls, self._host = delen.scheme == "smtps", delen.hostname or ""
        self._poort = delen.port or (465 if self._met_tls else 587)
        self._naam, self._wachtwoord = unquote(delen.username or ""), unquote(delen.password or "")

    @contextmanager
    def lijn(self) -> Iterator["Lijn"]:
        """A connection for several letters. Raises ServerKanNiet."""
        try:
            with _hooguit(HOOGUIT_SECONDEN):
                smtp = self._verbind()
        except (smtplib.SMTPException, OSError) as fout:
            raise ServerKanNiet(_zonder_adres(fout)) from fout
        try:
            yield Lijn(smtp)
            # What the server took, it keeps.
            with suppress(smtplib.SMTPException, OSError), _hooguit(WACHT_SECONDEN):
                smtp.quit()
        finally:
            smtp.close()

    def _verbind(self) -> smtplib.SMTP:
        context, waar = ssl.create_default_context(), (self._host, self._poort)
        smtp: smtplib.SMTP
        if self._met_tls:
            smtp = smtplib.SMTP_SSL(*waar, timeout=WACHT_SECONDEN, context=context)
        else:
            smtp = smtplib.SMTP(*waar, timeout=WACHT_SECONDEN)
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
        """Returns once the server has it. Raises ServerKanNiet, Uitgesteld, MailGeweigerd."""
        try:
            with _hooguit(HOOGUIT_SECONDEN):
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


@contextmanager
def _hooguit(seconden: float) -> Iterator[None]:
    """Raises TimeoutError in the block when it takes longer.

    By the alarm clock of the process: only commands send mail, and those have one thread.
    """

    def te_lang(_sein: int, _waar: object) -> None:
        raise TimeoutError

    eerder = signal.signal(signal.SIGALRM, te_lang)
    signal.setitimer(signal.ITIMER_REAL, seconden)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, eerder)


def _naar_code(code: int, zin: str) -> Exception:
    soort = ServerKanNiet if code == BEZET else Uitgesteld if code < 500 else MailGeweigerd
    return soort(f"{zin} ({code})")


def _zonder_adres(fout: Exception) -> str:
    """A server may quote the address in what it says: only its number is kept."""
    if isinstance(fout, smtplib.SMTPResponseException):
        return f"{type(fout).__name__} ({fout.smtp_code})"
    return type(fout).__name__
