"""What is never said of our result or of a callback: each would promise something that only the IMG
can give.
"""

VERBODEN: dict[str, tuple[str, ...]] = {
    "nl": (
        "recht op", "in aanmerking", "besluit", "beschikking", "aanvraag", "aanvragen",
        "aanmelding", "aanmelden", "toekenning", "toegekend", "afwijzing", "afgewezen",
    ),
    "en": (
        "entitled", "right to", "eligible", "qualify", "formal decision", "official decision",
        "application", "your registration", "awarded", "granted", "rejected", "rejection",
    ),
    "gos": (
        "recht op", "in aanmaarken", "besluut", "beschikken", "aanvroag", "aanmellen", "toukend",
        "òfwezen", "ofwezen",
    ),
}  # fmt: skip


def verboden_woorden(tekst: str, taal: str) -> list[str]:
    """The forbidden words in this text."""
    laag = " ".join(tekst.casefold().split())
    return [woord for woord in VERBODEN[taal] if woord in laag]
