"""A process of its own that files requests, as a worker of the site does: `python -m tests.indiener DATA`.

Reads a uid from each line of its input, and says the uid and the code when the request is on the disk.
"""

import random
import sys
from pathlib import Path

from portal.config import Settings
from portal.loket import Loket
from portal.opslag import OpslagKanNiet
from portal.terugbellen.store import TijdvakKanNiet
from portal.terugbellen.verzoek import Verzoek
from tests.conftest import GEHEIM, NU, SLEUTEL
from tests.terugbellen.conftest import gegevens


def dien_in(loket: Loket, uid: str) -> Verzoek:
    """Any tijdvak with a place; another one when somebody else was first."""
    while True:
        vak = random.choice(loket.verzoeken.vrij(NU))  # noqa: S311 - no secret
        try:
            return loket.verzoeken.dien_in(uid, gegevens(telefoon=telefoon(uid)), vak, taal="nl", nu=NU)
        except TijdvakKanNiet:
            continue


def telefoon(uid: str) -> str:
    """One for each uid, of nobody."""
    return f"+316{sum(ord(teken) * 31**plek for plek, teken in enumerate(uid)) % 10**8:08}"


def main() -> None:
    loket = Loket.open(Settings(data=Path(sys.argv[1]), geheim=GEHEIM, sleutel=(SLEUTEL,)))
    for regel in sys.stdin:
        uid = regel.strip()
        try:
            print(uid, dien_in(loket, uid).code, flush=True)
        except OpslagKanNiet as fout:
            print(uid, "NIET", fout, flush=True)


if __name__ == "__main__":
    main()
