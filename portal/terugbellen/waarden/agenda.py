"""A calendar file (.ics, RFC 5545) of one tijdvak. Holds nobody's name, number or address.

Not with the library `icalendar`, which reads and writes any calendar, with time zones and
repetition: this is one event in UTC, where only escaping and folding can go wrong.
"""

from datetime import UTC, datetime

from portal.crypto.codes import show_code
from portal.terugbellen.waarden.tijdvakken import Tijdvak

MAX_OCTETS = 75  # of a line, without its end


def maak_ics(
    tijdvak: Tijdvak, *, code: str, uid: str, titel: str, tekst: str, gemaakt: datetime
) -> bytes:
    """The file. The code stands on a line of its own below `tekst`. `gemaakt` is aware.

    `uid` must stay the same when the tijdvak moves: a calendar then replaces the event.
    """
    omschrijving = f"{tekst}\n{show_code(code)}"
    regels = (
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Zelfcheck Duurzaam herstel//Terugbellen//NL",
        "METHOD:PUBLISH",
        "BEGIN:VEVENT",
        f"UID:{_tekst(uid)}",
        f"DTSTAMP:{_moment(gemaakt)}",
        f"DTSTART:{_moment(tijdvak.begin)}",
        f"DTEND:{_moment(tijdvak.eind)}",
        f"SUMMARY:{_tekst(titel)}",
        f"DESCRIPTION:{_tekst(omschrijving)}",
        "STATUS:CONFIRMED",
        "END:VEVENT",
        "END:VCALENDAR",
    )
    return b"".join(map(_vouw, regels))


def _moment(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")


def _tekst(tekst: str) -> str:
    """A value of type TEXT: escaped, with `\\n` for a new line and no other control characters."""
    regels = "\n".join(tekst.splitlines())
    zichtbaar = "".join(teken for teken in regels if teken >= " " or teken in "\n\t")
    for teken in "\\;,":
        zichtbaar = zichtbaar.replace(teken, "\\" + teken)
    return zichtbaar.replace("\n", "\\n")


def _vouw(regel: str) -> bytes:
    """Folds a line after MAX_OCTETS octets, not within a character; the rest gets a space."""
    stukken, stuk = [], b""
    for teken in regel:
        octets = teken.encode()
        if len(stuk) + len(octets) > MAX_OCTETS:
            stukken.append(stuk)
            stuk = b" "
        stuk += octets
    return b"\r\n".join([*stukken, stuk, b""])
