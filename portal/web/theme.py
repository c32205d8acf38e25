"""The operator's theme: of an NL Design System theme, only the values that our stylesheets use.

Such a file has some 2,000 values (190 kB); we use about 50, all named `--basis-...`. Fonts, rules
and URLs in it do not reach the page. A theme also replaces our dark colours: it has none of its
own, so the page is then always light.
"""

import re
from pathlib import Path

COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
BLOCK = re.compile(r"\{([^{}]*)\}")
VALUE = re.compile(r"(--[\w-]+)\s*:\s*([^;{}]+)")
REFERENCE = re.compile(r"var\(\s*(--[\w-]+)\s*\)")
MAX_REFERENCES = 10
MAX_BYTES = 2_000_000  # ten times a theme


class ThemeError(Exception):
    """The theme cannot be used; the message is for the operator."""


def read_theme(path: Path, tokens: str) -> str:
    """One rule with a value for each token in `tokens`, our stylesheet of them.

    Raises ThemeError.
    """
    try:
        size = path.stat().st_size
        if not path.is_file() or size > MAX_BYTES:  # /dev/zero has no end
            raise ThemeError(f"PORTAL_THEMA: {path} is geen CSS-bestand van hooguit 2 MB.")
        blocks = BLOCK.findall(COMMENT.sub("", path.read_text(encoding="utf-8")))
    except (OSError, UnicodeDecodeError) as error:
        raise ThemeError(f"PORTAL_THEMA: {path} is niet te lezen: {error}") from None
    # The first block is the theme; the others are for another class or for some screens.
    theme = {name: value.strip() for name, value in VALUE.findall(blocks[0] if blocks else "")}
    needed = sorted({name for name, _ in VALUE.findall(tokens)})
    values = {name: _resolve(name, theme) for name in needed}
    if missing := [name for name, value in values.items() if not value]:
        raise ThemeError(f"PORTAL_THEMA: in {path} staat geen waarde voor {', '.join(missing)}.")
    rule = ";".join(f"{name}:{value}" for name, value in values.items())
    return f":root{{color-scheme:light;{rule}}}\n"


def _resolve(name: str, theme: dict[str, str], depth: int = MAX_REFERENCES) -> str:
    """The value, also where the theme refers to another of its values; empty if there is none."""
    value = theme.get(name, "") if depth else ""
    parts = {used: _resolve(used, theme, depth - 1) for used in REFERENCE.findall(value)}
    return REFERENCE.sub(lambda match: parts[match[1]], value) if all(parts.values()) else ""
