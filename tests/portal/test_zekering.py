"""The circuit breaker, with a clock of the test's own."""

import threading

import pytest

from portal.outbound.circuit_breaker import CircuitBreaker


class Klok:
    """Seconds that pass only when a test says so."""

    def __init__(self) -> None:
        self.nu = 1000.0

    def __call__(self) -> float:
        return self.nu


# What happens, one after the other -> whether a question may be asked then.
# A number: so many seconds pass.
VERLOPEN = [
    ("", True),
    ("fout fout", True),
    ("fout fout fout", False),
    ("fout fout goed fout fout", True),
    ("fout fout fout 29.9", False),
    ("fout fout fout 30", True),
    ("fout fout fout 30 vraag", False),
    ("fout fout fout 30 vraag goed", True),
    ("fout fout fout 30 vraag fout", False),
    ("fout fout fout 30 vraag fout 29.9", False),
    ("fout fout fout 30 vraag fout 30", True),
    ("fout fout fout 30 vraag 30", True),  # a trial that was never heard of again
    ("fout fout fout 30 vraag goed fout fout", True),
    ("fout fout fout goed", False),  # an answer to a question from before
    ("429:60", False),
    ("429:60 59.9", False),
    ("429:60 60", True),
    ("429:99999 299.9", False),
    ("429:99999 300", True),
    ("429:120 fout fout fout 60", False),  # later failures do not make the wait shorter
    ("429:0", True),
    ("429:-5", True),
]


@pytest.mark.parametrize(("verloop", "mag"), VERLOPEN)
def test_na_drie_fouten_op_rij_is_het_even_stil_en_dan_mag_er_een_tegelijk(
    verloop: str, mag: bool
) -> None:
    zekering = CircuitBreaker(klok := Klok())
    for stap in verloop.split():
        if stap == "fout":
            zekering.failed()
        elif stap == "goed":
            zekering.succeeded()
        elif stap == "vraag":
            assert zekering.allows()
        elif stap.startswith("429:"):
            zekering.failed(float(stap.removeprefix("429:")))
        else:
            klok.nu += float(stap)
    assert zekering.allows() is mag


def test_van_veel_draden_tegelijk_mag_er_na_de_stilte_precies_een() -> None:
    zekering = CircuitBreaker(klok := Klok())
    for _ in range(3):
        zekering.failed()
    klok.nu += 30
    begin, mochten = threading.Barrier(16), []

    def vraag() -> None:
        begin.wait()
        mochten.append(zekering.allows())

    draden = [threading.Thread(target=vraag) for _ in range(16)]
    for draad in draden:
        draad.start()
    for draad in draden:
        draad.join()
    assert sorted(mochten) == [False] * 15 + [True]
