"""Where the conversations are kept: `flask --app wsgi opslag bijwerken`, `opslag verhuis ...`.

wsgi.py adds it: the site does not start on tables that are not up to date.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager

import click
from flask.cli import AppGroup

from portal import clock
from portal.cli.gedeeld import GEBLEVEN, Zinnen, als_zin
from portal.config.settings import PORTAL_DB, Settings, SettingsError
from portal.storage.database import StorageUnavailable
from portal.storage.databases.embedded import EmbeddedDatabase

NIET_BIJ: Zinnen = {
    SettingsError: "{}",
    StorageUnavailable: "De tabellen zijn niet bijgewerkt: {}.",
}
NIET_VERHUISD: Zinnen = {
    SettingsError: "{}",
    (StorageUnavailable, OSError): "Niet verhuisd: {}. " + GEBLEVEN,
}


def groep(omgeving: Mapping[str, str]) -> AppGroup:
    """The group `opslag`. `omgeving`: with the settings."""
    groep = AppGroup("opslag", help="Waar de gesprekken staan: een bestand, of PostgreSQL.")

    @groep.command("bijwerken")
    def bijwerken() -> None:
        """Maak de tabellen in PostgreSQL, of werk ze bij voor deze versie. De site mag intussen
        draaien.
        """
        with als_zin(NIET_BIJ):
            settings = Settings.from_env(omgeving)
            _eis_postgres(settings)
            from portal.storage.databases.postgres import PostgresDatabase

            stappen = PostgresDatabase(settings.database).migrate()
        click.echo(f"Bijgewerkt: {', '.join(stappen)}." if stappen else "De tabellen waren al bij.")

    @groep.command("verhuis")
    @click.argument("richting", type=click.Choice(["naar-postgres", "naar-bestand"]))
    def verhuis(richting: str) -> None:
        """Breng alles van portal.sqlite naar PostgreSQL, of terug. Alles of niets, en nagekeken. De
        helpdesk staat zolang stil.
        """
        with als_zin(NIET_VERHUISD), _fout_als_zin():
            settings = Settings.from_env(omgeving)
            _eis_postgres(settings)
            from portal.onderhoud import verhuizing
            from portal.storage.databases.postgres import PostgresDatabase

            bestand = EmbeddedDatabase(settings.data / PORTAL_DB)
            server = PostgresDatabase(settings.database, to_move=True)
            if richting == "naar-postgres":
                standen = verhuizing.naar_postgres(bestand, server, clock.now())
            else:
                standen = verhuizing.naar_bestand(server, bestand)
            server.close()
            bestand.close()
        for tabel, stand in standen.items():
            click.echo(f"{tabel:<12} {stand.rijen:>8} rijen, gelijk ({stand.hash[:12]})")
        click.echo("Verhuisd en nagekeken. Start de site nu opnieuw.")

    return groep


def _eis_postgres(settings: Settings) -> None:
    if not settings.database:
        raise click.ClickException(
            "PORTAL_DATABASE is leeg: de gesprekken staan in portal.sqlite, dat de site zelf"
            " bijwerkt."
        )


@contextmanager
def _fout_als_zin() -> Iterator[None]:
    from portal.onderhoud.verhuizing import VerhuisFout

    with als_zin({VerhuisFout: "Niet verhuisd: {}. " + GEBLEVEN}):
        yield
