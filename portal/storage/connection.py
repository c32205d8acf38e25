"""What a transaction hands out: SQL goes in with its values, rows come out.

Both engines read the same SQL, so it has no dialect: values are question marks, in order; a flag is
kept as 0 or 1; no text is compared without regard to capitals. It may use what SQLite 3.51 and
PostgreSQL 15 share: `on conflict`, `returning`, `filter (where ...)`, `is distinct from`, windows.
"""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any, Protocol


class Result(Protocol):
    """What a statement found. `description`: a sequence for each column, its name first."""

    @property
    def description(self) -> Any:
        """What the columns are."""
        ...

    def fetchone(self) -> Any:
        """The next row, or None."""
        ...

    def fetchall(self) -> list[Any]:
        """Every row that is left."""
        ...

    def __iter__(self) -> Iterator[Any]: ...


class Connection(Protocol):
    """In one transaction."""

    def execute(self, sql: str, values: Sequence[Any] = ..., /) -> Result:
        """Runs one statement."""
        ...

    def executemany(self, sql: str, rows: Iterable[Sequence[Any]], /) -> object:
        """Runs one statement for each row of values."""
        ...
