"""Odd values and damaged bytes, for readers of files that anybody may have made."""

from typing import Any

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st

PROEF = settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
GETAL = (
    st.floats(allow_nan=True, allow_infinity=True)
    | st.integers()
    | st.sampled_from([10**400, -(10**400), 1e308, 5e-324, 2**63, 6.5, 53.3])
)
LOS = st.none() | st.booleans() | GETAL | st.text(max_size=4) | st.just("\ud800")


def raar(*namen: str) -> st.SearchStrategy[Any]:
    """Any JSON, in which these names stand for something to who reads it."""
    sleutels = st.sampled_from(namen)
    return st.recursive(
        LOS,
        lambda wat: st.lists(wat, max_size=4) | st.dictionaries(sleutels, wat, max_size=4),
        max_leaves=12,
    )


def beschadig(data: st.DataObject, heel: bytes) -> bytes:
    """Some bytes are others, or the end is missing."""
    stuk = bytearray(heel)
    for _ in range(data.draw(st.integers(0, 6))):
        stuk[data.draw(st.integers(0, len(stuk) - 1))] = data.draw(st.integers(0, 255))
    return bytes(stuk[: data.draw(st.just(len(stuk)) | st.integers(0, len(stuk)))])
