"""What one row of the table of settings is."""

from collections.abc import Callable
from typing import Any, NamedTuple


class Setting(NamedTuple):
    """One row of the table. An empty default leaves out what the setting is for.

    `parse` gives the value of the field or raises ValueError; `problem` is then what we say.
    """

    name: str
    explanation: str
    parse: Callable[[str], Any] = str
    problem: str = ""
    default: str = ""

    @property
    def field(self) -> str:
        """The field of `Settings` with its value."""
        return self.name.removeprefix("PORTAL_").lower()
