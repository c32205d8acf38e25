"""How long guessing an afspraakcode takes: `flask --app wsgi raden`.

Calculated from the limits and the signs of a code themselves, so that it says what holds now.
"""

from collections.abc import Iterator
from math import log2
from typing import NamedTuple

import click

from portal.crypto.codes import ALPHABET, LENGTH
from portal.storage.rate_limits import DAY, LIMITS, Counted, around
from portal.web.i18n.notation import number

CODES, DRIE = len(ALPHABET) ** LENGTH, 10**3
JAAR = 365.25  # days
MEEST = 10**9  # of what may be asked about


class Rader(NamedTuple):
    """Somebody who guesses: how many tries a day are looked up, and one in how many is right."""

    wie: str
    per_dag: float
    een_op: float

    @property
    def dagen(self) -> float:
        """Until one is right, on average."""
        return self.een_op / self.per_dag


def raders(verzoeken: int, per_seconde: int) -> Iterator[Rader]:
    """With so many requests stored, on a site that answers so many tries in a second."""
    drie, snelst = CODES * DRIE / verzoeken, float(per_seconde * DAY)
    huis, *_, huurder = (een.room for een in around(Counted.MIJN_VERZOEK, "2001:db8::/64"))
    nummers = verzoeken * _per_dag(Counted.MIJN_VERZOEK_NUMMER)
    yield Rader("zonder grenzen", snelst, drie)
    for wie, ruimte in (("één huishouden (/64)", huis), ("één huurder (/48)", huurder)):
        per_dag = _per_dag(Counted.MIJN_VERZOEK, Counted.MIJN_VERZOEK_DRIE) * ruimte
        yield Rader(wie, min(snelst, per_dag), drie)
    overal = _per_dag(Counted.MIJN_VERZOEK_OVERAL)
    yield Rader("iedereen samen", min(snelst, overal), drie)
    per_dag = _per_dag(Counted.MIJN_VERZOEK) * huurder
    yield Rader("een huurder die elk nummer kent", min(snelst, per_dag, nummers), CODES)
    yield Rader("iedereen samen, met elk nummer", min(snelst, nummers), CODES)


def _per_dag(*geteld: Counted) -> float:
    """What the tightest of these lets through."""
    return min(LIMITS[een].times * DAY / LIMITS[een].seconds for een in geteld)


def opdracht() -> click.Command:
    """The command `raden`."""

    @click.command("raden")
    @click.option(
        "--verzoeken",
        type=click.IntRange(1, MEEST),
        default=10_000,
        show_default=True,
        help="Hoeveel gesprekken er bewaard zijn.",
    )
    @click.option(
        "--per-seconde",
        type=click.IntRange(1, MEEST),
        default=575,
        show_default=True,
        help="Hoeveel pogingen de site in een seconde beantwoordt.",
    )
    def raden(verzoeken: int, per_seconde: int) -> None:
        """Reken uit hoe lang het raden van een afspraakcode duurt."""
        bits, drie = log2(CODES), log2(DRIE)
        click.echo(
            f"Een afspraakcode: {number(bits, 1)} bits. Drie cijfers: {number(drie, 1)} bits."
            f" Samen: {number(bits + drie, 1)} bits."
        )
        click.echo(f"Bewaarde gesprekken: {verzoeken}. Op deze site:")
        click.echo(f"{'':<33}{'pogingen per dag':>18}{'één op':>14}{'één goed na':>16}")
        for een in raders(verzoeken, per_seconde):
            duur = _in_woorden(een.dagen)
            click.echo(f"{een.wie:<33}{een.per_dag:>18.0f}{een.een_op:>14.0f}{duur:>16}")

    return raden


def _in_woorden(dagen: float) -> str:
    if dagen < 1:
        return f"{number(dagen * 24, 1)} uur"
    return f"{number(dagen, 0)} dagen" if dagen < JAAR else f"{number(dagen / JAAR, 1)} jaar"
