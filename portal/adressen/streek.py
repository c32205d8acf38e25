"""What the digits of a postcode say of where it lies.

The first two digits are a district that does not change: PostNL numbered the country once, from
Amsterdam (10) to Eemsmond (99).
"""

# Every postcode of the 328,867 addresses in the province of Groningen begins with a 9 (BAG, June
# 2026). Around it lie 77 (Hardenberg, the south of Emmen), 78 and 79 (Drenthe), 83 (Steenwijk, the
# west of Drenthe), 84 to 92 (Friesland). Of all other districts no postcode lies within 40 km of
# an address of the province, or 60 km of the Groningen field: the nearest are 76 (Bruchterveld, 44
# and 64 km) and 80 (Belt-Schutsloot, 49 and 62 km). Checked with the list of all 4,699 four-digit
# postcodes and their places of github.com/bobdenotter/4pp.
EERSTE_TWEE_IN_DE_BUURT = frozenset({77, 78, 79, *range(83, 100)})


def ligt_ver(postcode: str) -> bool:
    """Whether every address with this postcode (`9712JG`) is far from the province of Groningen."""
    return int(postcode[:2]) not in EERSTE_TWEE_IN_DE_BUURT


def kan_liggen(postcode: str, lat: float, lon: float) -> bool:
    """Whether a place can belong to the postcode.

    No address with a 9 lies south of Drenthe or west of Friesland. An address with another first
    digit is buiten anyhow.
    """
    if postcode.startswith("9"):
        return lat > 52.6 and lon > 5.2
    return lat < 53.1 or lon < 6.4
