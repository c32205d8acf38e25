"""Asks the event service of KNMI for its list, as bytes."""

from portal.bevingen.knmi import KnmiFout
from portal.outbound.fetch import Fetcher, FetchError

KNMI_ADRES = "https://rdsa.knmi.nl/fdsnws/event/1/query"
# From KNMI's first induced quake, in the north-east of the country: wider than our field, to see a
# quake that moved out of it.
VRAAG = {
    "format": "text",
    "starttime": "1986-01-01T00:00:00",
    "minlatitude": "52.5",
    "maxlatitude": "53.8",
    "minlongitude": "6.0",
    "maxlongitude": "7.4",
}
MAX_BYTES = 10_000_000  # the list is well below 1 MB: some 3,000 lines of 150 bytes
SECONDEN = 60.0
GEEN_GEGEVENS = (204, 404)  # what an FDSN service answers when nothing fits


def haal_lijst(adres: str, seconden: float = SECONDEN) -> bytes:
    """The whole list. Raises KnmiFout when none comes, in time, whole and not too large."""
    try:
        return Fetcher().get(adres, tuple(VRAAG.items()), seconds=seconden, max_bytes=MAX_BYTES)
    except FetchError as fout:
        if fout.status in GEEN_GEGEVENS:
            raise KnmiFout(f"het KNMI geeft geen gegevens (status {fout.status})") from fout
        raise KnmiFout(f"van {adres} komt geen lijst: {fout}") from fout
