"""A kenmerk that works for half an hour: an opened request, or what was typed to open it."""

from datetime import datetime, timedelta
from typing import cast

from portal import clock, services
from portal.crypto.kenmerk import Purpose, our_content
from rules.model import NEDERLANDSE_TIJD

OPEN_BLIJFT = timedelta(minutes=30)


class Verlopen(Exception):
    """Opened or typed too long ago: the code and the digits must be given again."""


def maak(doel: Purpose, *delen: str) -> str:
    """From now on."""
    return services.kenmerken().make(doel, *delen, int(clock.now().timestamp()))


def lees(doel: Purpose, kenmerk: str) -> list[str]:
    """The parts given to `maak`. Raises KenmerkError, Verlopen."""
    with our_content():
        *delen, sinds = services.kenmerken().read(doel, kenmerk)
        toen = datetime.fromtimestamp(cast(int, sinds), NEDERLANDSE_TIJD)
    if abs(clock.elapsed(toen, clock.now())) > OPEN_BLIJFT:
        raise Verlopen
    return list(map(str, delen))
