"""The static files as they are served: put together, without comments and indentation.

A page asks for one stylesheet: tokens, the operator's theme, the look.
"""

import re
from functools import cache
from pathlib import Path

from portal.config.paths import STATIC
from portal.web.theme import read_theme

COMMENT = re.compile(r"/\*.*?\*/\s*", re.DOTALL)
INDENT = re.compile(r"\n\s+")
CSS_SPACE = re.compile(r"\s*([{};,])\s*|(?<=[\w-]:) ")


def assets(theme: str = "") -> dict[str, bytes]:
    """Content by name. `theme`: the path of the operator's, or empty. Raises ThemeError."""
    tokens, site, pictures, helpdesk = (
        _read(f"css/{name}.css") for name in ("tokens", "site", "beeld", "helpdesk")
    )
    texts = {
        "site.css": tokens + (read_theme(Path(theme), tokens) if theme else "") + site + pictures,
        "helpdesk.css": helpdesk,  # beside the other, which a colleague already has
        "extra.js": _read("js/extra.js"),
        "helpdesk.js": _read("js/helpdesk.js"),
        "favicon.svg": _read("favicon.svg"),
    }
    return {name: _squeeze(name, text).encode() for name, text in texts.items()}


def _read(name: str) -> str:
    return (STATIC / name).read_text(encoding="utf-8")


@cache  # 2 ms, which the tests would pay for every site they make
def _squeeze(name: str, text: str) -> str:
    bare = INDENT.sub("\n", COMMENT.sub("", text))
    return CSS_SPACE.sub(r"\1", bare) if name.endswith(".css") else bare
