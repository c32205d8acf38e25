"""A calendar file (.ics, RFC 5545) of one tijdvak, to open on a phone. Holds no name, number or address of anybody.

Ours, and not the library `icalendar`: that reads and writes any calendar, with time zones and repetition; this is one event in
UTC, of which only the escaping and the folding of long lines can go wrong.
"""

from datetime import UTC, datetime

from portal.crypto.codes import show_code
from portal.terugbellen.tijdvakken import Tijdvak

MAX_OCTETS = 75  # of a line, without its end


def maak_ics(
    tijdvak: Tijdvak, *, code: str, uid: str, titel: str, tekst: str, gemaakt: datetime
) -> bytes:
    """The file. `tekst` is the description; the code stands on a line of its own under it. `gemaakt`: aware.

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
    """A value of type TEXT: three signs escaped, a new line written as one, other control characters left out."""
    regels = "\n".join(tekst.splitlines())
    zichtbaar = "".join(teken for teken in regels if teken >= " " or teken in "\n\t")
    for teken in "\\;,":
        zichtbaar = zichtbaar.replace(teken, "\\" + teken)
    return zichtbaar.replace("\n", "\\n")


def _vouw(regel: str) -> bytes:
    """A line of at most MAX_OCTETS octets, and the rest of it on lines that begin with a space; no sign is cut in two."""
    stukken, stuk = [], b""
    for teken in regel:
        octets = teken.encode()
        if len(stuk) + len(octets) > MAX_OCTETS:
            stukken.append(stuk)
            stuk = b" "
        stuk += octets
    return b"\r\n".join([*stukken, stuk, b""])
