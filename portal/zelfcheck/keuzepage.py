"""A choice as frozen values: which street, which number, which address. For the resident's page,
and for the colleague's. What makes it: portal/zelfcheck/keuze.py.
"""

from dataclasses import dataclass

from portal.crypto.kenmerk import Purpose


@dataclass(frozen=True, slots=True)
class Optie:
    """One answer: the page it leads to, its kenmerk, and its name on the page."""

    doel: Purpose
    kenmerk: str
    naam: str


@dataclass(frozen=True, slots=True)
class Groep:
    """Answers under one heading; the heading may be empty."""

    kop: str
    opties: tuple[Optie, ...]


@dataclass(frozen=True, slots=True)
class KeuzePage:
    """What is to be chosen.

    `soort`: adres (at one number), adressen, nummer, straat or bedoelt. `waar`: the postcode or
    street that is known. `nummer`: as typed, or empty. `precies`: what was typed exists; more than
    one is like it. `groepen`: the answers as links. `nummers`: as buttons, in parts. `hier`: the
    kenmerk that they post to. `niet_bij`: the kenmerk of the uitkomst for an address that we do not
    have, or empty. `getypt`: what to change when none of these is right, or empty.
    """

    soort: str
    waar: str
    nummer: str
    precies: bool
    groepen: tuple[Groep, ...] = ()
    nummers: tuple[tuple[int, ...], ...] = ()
    hier: str = ""
    niet_bij: str = ""
    getypt: str = ""
