"""The tables of what residents entrust to us, in the order in which they came.

Written for SQLite; `databases.postgres_schema` reads the same for PostgreSQL.

A migration that has landed is never changed. Whatever could point to a person is in columns of type
blob: encrypted (`portal.crypto.vault`) or a keyed hash. Moments are texts in UTC,
`2026-11-26T08:00:00Z`, so that they sort and can be read.
"""

from collections import Counter
from collections.abc import Callable
from pathlib import Path

from sqlite_utils import Database, Migrations

from portal import clock
from portal.storage.connection import Connection

SQL = Path(__file__).parent / "sql"
Step = Callable[[Database | Connection], None]

migrations = Migrations("portal")
STEPS: list[Step] = []


def _step(step: Step) -> Step:
    STEPS.append(step)
    return migrations()(step)


@_step
def m001_terugbellen_en_helpdesk(db: Database | Connection) -> None:
    """Colleagues, requests and their history, the mail queue, the codes to look along, the log."""
    _run(db, "001_terugbellen_en_helpdesk.sql")


@_step
def m002_was_dit_duidelijk(db: Database | Connection) -> None:
    """How often residents gave which answer."""
    _run(db, "002_was_dit_duidelijk.sql")


@_step
def m003_tellen_in_de_index(db: Database | Connection) -> None:
    """With `eind` in the index, the taken places are counted without reading a request."""
    _run(db, "003_tellen_in_de_index.sql")


@_step
def m004_misgeraden(db: Database | Connection) -> None:
    """Wrong digits with the code of a request, and how many on each day."""
    _run(db, "004_misgeraden.sql")


@_step
def m005_mailadres_bevestigd(db: Database | Connection) -> None:
    """Whether the resident said, from a mail, that the address is theirs.

    True for requests of before, and of a release before: their mails had no link to say so.
    """
    _run(db, "005_mailadres_bevestigd.sql")


@_step
def m006_uitnodigen_en_bevestigen(db: Database | Connection) -> None:
    """A link to set up an account, and when a session last gave password and code."""
    _run(db, "006_uitnodigen_en_bevestigen.sql")


@_step
def m007_werkplek(db: Database | Connection) -> None:
    """Whether a call was outside its tijdvak, to whom it led, and what a colleague is typing."""
    _run(db, "007_werkplek.sql")


@_step
def m008_weektelling(db: Database | Connection) -> None:
    """What is counted by the week, and which promise of a request was.

    What went before was not counted so. The day on which it begins says which weeks are unknown;
    only who was spoken to is known of each day that has its calls.
    """
    _run(db, "008_weektelling.sql")
    gesproken = db.execute("select op from poging where resultaat = 'gesproken'").fetchall()
    per_dag = Counter(clock.from_text(op).date().isoformat() for (op,) in gesproken)
    rijen = [(dag, "gesproken", aantal) for dag, aantal in per_dag.items()]
    if db.execute("select 1 from verzoek union all select 1 from telling").fetchone():
        rijen.append((clock.today().isoformat(), "sinds", 1))
    for rij in rijen:
        db.execute("insert into weektelling (dag, soort, waarde, aantal) values (?, ?, '', ?)", rij)


@_step
def m009_overgedragen(db: Database | Connection) -> None:
    """Whether a colleague gave it to who has it, who has not opened it since."""
    _run(db, "009_overgedragen.sql")


@_step
def m010_zoeken_en_schorsen(db: Database | Connection) -> None:
    """Which words a request is found by, who may not log in for now, and when somebody last did.

    The words themselves need the key: `herschrijven.werk_bij` writes them.
    """
    _run(db, "010_zoeken_en_schorsen.sql")


@_step
def m011_inkomend(db: Database | Connection) -> None:
    """Which calls that came in were counted, so that a form sent twice is one."""
    _run(db, "011_inkomend.sql")


@_step
def m012_eigen_teksten(db: Database | Connection) -> None:
    """What a lead of the helpdesk writes."""
    _run(db, "012_eigen_teksten.sql")


@_step
def m015_inlogdienst(db: Database | Connection) -> None:
    """Whose account is of a provider, which session there a session is of, logouts that came."""
    _run(db, "015_inlogdienst.sql")


@_step
def m016_afnemers(db: Database | Connection) -> None:
    """The programs that ask the API with a key, and what each may do."""
    _run(db, "016_afnemers.sql")


@_step
def m017_doorgeven(db: Database | Connection) -> None:
    """What goes to the desk of another organisation, how far it got, and what a webhook is told.

    `doorgave.verzoek` becomes null when the request is deleted: its row stays until it is deleted
    there too.
    """
    _run(db, "017_doorgeven.sql")


@_step
def m018_verzoeksleutel(db: Database | Connection) -> None:
    """A key for each request: `herschrijven.werk_bij` makes those of requests that had none."""
    _run(db, "018_verzoeksleutel.sql")


@_step
def m019_velden_in_het_logboek(db: Database | Connection) -> None:
    """Which fields of a request were put right; their names, nothing of what was in them."""
    _run(db, "019_velden_in_het_logboek.sql")


@_step
def m020_nieuwste_verzoeken(db: Database | Connection) -> None:
    """What was filed since yesterday is counted with each request, without reading the others."""
    _run(db, "020_nieuwste_verzoeken.sql")


@_step
def m021_lijsten_in_de_index(db: Database | Connection) -> None:
    """With what the lists of open requests ask for in the index, no request is read to count them.

    With 10,000 open requests what there is to do took 116 ms of CPU with the file, now 45; the
    server of PostgreSQL took 34 ms, now 17.
    """
    _run(db, "021_lijsten_in_de_index.sql")


def _run(db: Database | Connection, file: str) -> None:
    # Statement by statement: executescript would commit in between.
    for statement in (SQL / file).read_text(encoding="utf-8").split(";"):
        db.execute(statement)
