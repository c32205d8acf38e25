"""Which of the two this site has, by its settings."""

from portal.config.settings import PORTAL_DB, RATE_LIMITS_DB, Settings
from portal.storage.counter_file import CounterFile
from portal.storage.counters import Place
from portal.storage.database import PortalDatabase
from portal.storage.databases.embedded import EmbeddedDatabase


def open_database(settings: Settings) -> PortalDatabase:
    """Opens no connection yet."""
    if not settings.database:
        return EmbeddedDatabase(settings.data / PORTAL_DB)
    # Only now: who has a file does not wait for a library of 30 ms.
    from portal.storage.databases.postgres import PostgresDatabase

    return PostgresDatabase(settings.database)


def open_counters(settings: Settings, database: PortalDatabase) -> Place:
    """Beside the file, or in PostgreSQL: counted once over all machines."""
    if isinstance(database, EmbeddedDatabase):
        return CounterFile(settings.data / RATE_LIMITS_DB)
    from portal.storage.databases.postgres import PostgresCounters, PostgresDatabase

    assert isinstance(database, PostgresDatabase)  # noqa: S101 - for mypy: there are two
    return PostgresCounters(database)
