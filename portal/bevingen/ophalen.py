"""Asks the event service of KNMI for its list, as bytes. Knows nothing of what is in it."""

import httpx

from portal.bevingen.knmi import KnmiFout

KNMI_ADRES = "https://rdsa.knmi.nl/fdsnws/event/1/query"
# From KNMI's first induced quake, in the north-east of the country: wider than our field, so that what moved away is seen too.
VRAAG = {
    "format": "text",
    "starttime": "1986-01-01T00:00:00",
    "minlatitude": "52.5",
    "maxlatitude": "53.8",
    "minlongitude": "6.0",
    "maxlongitude": "7.4",
}
MAX_BYTES = 10_000_000  # the list is well below 1 MB: some 3,000 lines of 150 bytes
TIJD = httpx.Timeout(30, connect=10)


def haal_lijst(adres: str) -> bytes:
    """The whole list. Raises KnmiFout: not reachable, too slow, too large, cut off, or another answer than a list."""
    inhoud = bytearray()
    try:
        with httpx.stream("GET", adres, params=VRAAG, timeout=TIJD, follow_redirects=True) as antwoord:
            if antwoord.status_code in (httpx.codes.NO_CONTENT, httpx.codes.NOT_FOUND):
                raise KnmiFout(f"het KNMI geeft geen gegevens (status {antwoord.status_code})")
            if not antwoord.is_success:
                raise KnmiFout(f"het KNMI antwoordt met een fout (status {antwoord.status_code})")
            for stuk in antwoord.iter_bytes():
                inhoud += stuk
                if len(inhoud) > MAX_BYTES:
                    raise KnmiFout(f"het antwoord is groter dan {MAX_BYTES // 1_000_000} MB")
    except (httpx.InvalidURL, UnicodeError) as fout:  # UnicodeError: a name that the socket library cannot look up
        raise KnmiFout(f"{adres} is geen webadres") from fout
    except httpx.TimeoutException as fout:
        raise KnmiFout("het KNMI antwoordt niet op tijd") from fout
    except httpx.HTTPError as fout:  # no connection, no such host, cut off halfway, no http
        raise KnmiFout(f"het KNMI is niet bereikbaar, of de verbinding brak af ({fout})") from fout
    return bytes(inhoud)
