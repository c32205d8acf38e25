"""SQL that several tables need. Names of tables and columns are our own words, never typed ones."""

from collections.abc import Collection, Mapping
from typing import Any

from portal.storage.connection import Connection


def question_marks(values: Collection[object]) -> str:
    """`?, ?, ?`: one for each value. For none `null`, which nothing is in: `in ()` is SQLite's."""
    return ", ".join("?" * len(values)) or "null"


def insertion(table: str, columns: Collection[str]) -> str:
    """The SQL that writes one row, with a question mark for each column."""
    names, marks = ", ".join(columns), question_marks(columns)
    return f"insert into {table} ({names}) values ({marks})"  # noqa: S608 - our own words


def update(db: Connection, table: str, id_: int, columns: Mapping[str, Any], *also: str) -> None:
    """Sets columns of one row; `also` in SQL. In the transaction of the caller."""
    sets = ", ".join((*(f"{name} = ?" for name in columns), *also))
    db.execute(f"update {table} set {sets} where id = ?", [*columns.values(), id_])  # noqa: S608 - our own words
