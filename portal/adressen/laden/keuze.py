"""Which part of the country to take."""

from dataclasses import dataclass

from rules.model import LAT_TOT, LAT_VAN, LON_TOT, LON_VAN

Bbox = tuple[float, float, float, float]  # west, zuid, oost, noord, in degrees


@dataclass(frozen=True, slots=True)
class Keuze:
    """The addresses to take; empty or None means all."""

    provincie: str = ""
    gemeente: str = ""
    bbox: Bbox | None = None


ALLES = Keuze()


def lees_bbox(tekst: str) -> Bbox:
    """A region as typed: west, south, east, north, in degrees.

    Raises ValueError with a sentence for people.
    """
    try:
        west, zuid, oost, noord = (float(deel) for deel in tekst.split(","))
    except ValueError as fout:
        raise ValueError(
            "noem vier getallen met komma's ertussen: west,zuid,oost,noord, zoals 6.1,52.8,7.3,53.6"
        ) from fout
    lengte = all(LON_VAN <= graden <= LON_TOT for graden in (west, oost))
    breedte = all(LAT_VAN <= graden <= LAT_TOT for graden in (zuid, noord))
    if not (lengte and breedte):  # nan too
        raise ValueError(
            f"dat ligt niet in Nederland (lengte {LON_VAN} tot {LON_TOT},"
            f" breedte {LAT_VAN} tot {LAT_TOT}); eerst de lengte"
        )
    if west >= oost or zuid >= noord:
        raise ValueError(
            "het gebied is leeg: west moet kleiner zijn dan oost, en zuid kleiner dan noord"
        )
    return west, zuid, oost, noord
