"""`flask --app wsgi controleren`: what is wrong with this installation.

wsgi.py adds it, so that it works also where the site does not start.
"""

from collections import Counter
from collections.abc import Mapping

import click

from portal import clock
from portal.onderhoud.controle.alles import controleer
from portal.onderhoud.controle.regel import Ernst


def opdracht(omgeving: Mapping[str, str]) -> click.Command:
    """The command. `omgeving`: with the settings."""

    @click.command("controleren")
    @click.option("--buiten", is_flag=True, help="Vraag ook PDOK en de mailserver iets.")
    def controleren(buiten: bool) -> None:
        """Kijk na wat er mis is met deze installatie. Verandert niets. Eindigt met 1 als er een
        fout is.
        """
        geteld: Counter[Ernst] = Counter()
        for regel in controleer(omgeving, met_buiten=buiten, nu=clock.now()):
            geteld[regel.stand] += 1
            click.echo(f"{regel.stand:<7} {regel.wat}: {regel.zin}")
        click.echo(", ".join(f"{geteld[ernst]} keer {ernst}" for ernst in reversed(Ernst)) + ".")
        if geteld[Ernst.FOUT]:
            raise SystemExit(1)

    return controleren
