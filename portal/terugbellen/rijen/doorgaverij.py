"""A request that goes to the desk of another organisation: its row, in the transaction that files
it. `portal.doorgeven` takes it from there.

There is no row for a change, or for the end of a request: the worker sees that the versie is
another one, or that the request is gone.
"""

import secrets
from datetime import datetime

from portal.clock import to_text
from portal.storage.connection import Connection


def zet(db: Connection, verzoek_id: int, nu: datetime) -> None:
    """To be handed on from now on. `merk`: by which we know there what is ours."""
    db.execute(
        "insert into doorgave (verzoek, merk, status, volgende_op, gemaakt_op)"
        " values (?, ?, 'wacht', ?, ?)",
        [verzoek_id, secrets.token_hex(16), to_text(nu), to_text(nu)],
    )
