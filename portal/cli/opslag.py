"""Where the conversations are kept: `flask --app wsgi opslag bijwerken|verhuis|teruggezet`.

wsgi.py adds it: the site does not start on tables that are not up to date.
"""

from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import click
from flask.cli import AppGroup

from portal import clock
from portal.cli.gedeeld import GEBLEVEN, Zinnen, als_zin, meld_teruggezet, vraag
from portal.config.settings import PORTAL_DB, Settings, SettingsError
from portal.onderhoud.opschonen import KlokSpringt
from portal.onderhoud.teruggezet import breng_bij, controleer_beide
from portal.storage.database import PortalDatabase, StorageUnavailable
from portal.storage.databases.embedded import EmbeddedDatabase
from portal.storage.jobs import Job

NIET_BIJ: Zinnen = {
    SettingsError: "{}",
    StorageUnavailable: "De tabellen zijn niet bijgewerkt: {}.",
}
NIET_VERHUISD: Zinnen = {
    SettingsError: "{}",
    (StorageUnavailable, OSError): "Niet verhuisd: {}. " + GEBLEVEN,
}
NIET_NAGELOPEN: Zinnen = {
    SettingsError: "{}",
    KlokSpringt: "De klok staat op {}. Klopt de klok? Geef dan --toch mee. " + GEBLEVEN,
    StorageUnavailable: "Niet nagelopen: {}. Start de site nog niet, en draai dit opnieuw.",
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

    @groep.command("teruggezet")
    @click.option("--eerder", metavar="NAAM", help="De database van hiervoor, op dezelfde server.")
    @click.option("--toch", is_flag=True, help="Ook als de klok verkeerd lijkt te staan.")
    def teruggezet(eerder: str | None, toch: bool) -> None:
        """Loop een kopie na die u in PostgreSQL terugzette, voor de site start. Wat na de kopie is
        verwijderd, gaat weer weg, en wachtwoorden van toen werken niet.
        """
        with als_zin(NIET_NAGELOPEN):
            settings, nu = Settings.from_env(omgeving), clock.now()
            _eis_postgres(settings)
            from portal.storage.databases.postgres import PostgresDatabase

            server = PostgresDatabase(settings.database)
            server.migrate()
            if not eerder:
                vraag(
                    "Zonder --eerder weten wij niet wat er na de kopie verwijderd is, en krijgt"
                    " iedereen een nieuw wachtwoord. Is de database van hiervoor er niet meer?"
                )
            with _van_voor(settings.database, eerder) as van_voor:
                if not toch:
                    controleer_beide(van_voor, server, nu)
                gedaan = breng_bij(van_voor, server, settings.bewaardagen, nu)
            server.record(Job.OPSCHONEN, nu)  # it did that too; by this the clock is checked
            server.close()
        meld_teruggezet(gedaan)

    return groep


@contextmanager
def _van_voor(dsn: str, naam: str | None) -> Iterator[PortalDatabase]:
    """What was there before the copy; an empty one, when that is gone."""
    from portal.storage.databases.postgres import PostgresDatabase
    from portal.storage.databases.postgres_session import beside

    if naam:
        with closing(PostgresDatabase(beside(dsn, naam))) as database:
            yield database
        return
    with TemporaryDirectory() as map_, closing(EmbeddedDatabase(Path(map_) / PORTAL_DB)) as leeg:
        leeg.migrate()
        yield leeg


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
