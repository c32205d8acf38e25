"""What every source of addresses yields: rows of text, whatever the format of the file."""

from dataclasses import dataclass

# The order of the fields in a Rij. What a source does not tell is an empty text; the first eight must be there.
VELDEN = (
    "straat", "huisnummer", "huisletter", "toevoeging", "postcode", "woonplaats",
    "lat", "lon",  # degrees, WGS84
    "gemeente", "provincie", "nummeraanduiding_id",
    "gebruik",  # gebruiksdoelen, comma-separated; or `ligplaats`, `standplaats`
)  # fmt: skip
Rij = tuple[str, ...]


class BestandFout(Exception):
    """The file as a whole cannot be used; the old register stays."""


@dataclass(frozen=True, slots=True)
class Geweigerd:
    """A row that is not taken over, and why, in words for the operator."""

    regel: int
    reden: str
    rij: str
