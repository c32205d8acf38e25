"""The form that every form extends, rows of fields, and how typed text is made visible."""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from typing import Any

from wtforms import FieldList, Form

# They turn the rest of a line around: a colleague would read another name or number than was typed.
# People do not notice that they copied them, so they go without a word.
TURNS_TEXT = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")


_ROW = re.compile(r"-[0-9]{1,4}-")


class Rows(FieldList):  # type: ignore[type-arg]  # at runtime it takes none
    """Several of the same fields. A name that our pages do not write is no row."""

    def _extract_indices(self, prefix: str, formdata: Iterable[str]) -> Iterator[int]:
        """Without what WTForms falls over: `rows-²-a`, and a number of 5,000 digits."""
        ours = [name for name in formdata if _ROW.match(name, len(prefix))]
        yield from super()._extract_indices(prefix, ours)  # type: ignore[misc]  # it is there


class BaseForm(Form):
    """A form whose rules are methods: they read the fields and add a sentence to each wrong one."""

    def add_error(self, field: str, sentence: Any) -> None:
        """Shows a sentence beside the field and in the summary at the top."""
        self[field].errors = [*self[field].errors, sentence]


def visible(text: str | None) -> str:
    """What was typed, fit to be read and to stand in the field again."""
    # Nearly always printable. TypeError for anything but text: then the link is not ours.
    if not text or str.isprintable(text):
        return text or ""
    shown = {ord(character): _visible_character(character) for character in set(text)}
    return TURNS_TEXT.sub("", text).translate(shown)


def visible_lines(text: str | None) -> str:
    """The same for several lines, without the empty ones at the end."""
    return "\n".join(map(visible, (text or "").splitlines())).rstrip("\n")


def _visible_character(character: str) -> str:
    """Replaces what no page can show: dropping it would make another number of the rest."""
    # Cf, Zs: invisible, and people do not notice that they typed them.
    if character.isprintable() or unicodedata.category(character) in ("Cf", "Zs"):
        return character
    return " " if character.isspace() else "\N{REPLACEMENT CHARACTER}"
