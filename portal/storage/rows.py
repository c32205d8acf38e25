"""SQL that several tables need. Names of tables and columns are our own words, never typed ones."""

from collections.abc import Collection, Mapping
from typing import Any

from sqlite_utils import Database


def question_marks(values: Collection[object]) -> str:
    """`?, ?, ?`: one for each value."""
    return ", ".join("?" * len(values))


def update(db: Database, table: str, id_: int, columns: Mapping[str, Any], *also: str) -> None:
    """Sets columns of one row; `also` in SQL. Inside the transaction of the caller, where
    `Table.update` of sqlite-utils would commit.
    """
    sets = ", ".join((*(f"{name} = :{name}" for name in columns), *also))
    db.execute(f"update {table} set {sets} where id = :id", {**columns, "id": id_})  # noqa: S608 - our own words
