"""Names that sound the same have one key, and others have another."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.terugbellen.rijen.klank import klank

HETZELFDE = """
jansen janssen janszen
meijer meyer meier
vries fries
dijkstra dykstra
schmidt schmitt smit smid smidt
kuiper kuyper kuijper cuyper
bakker backer
visser visscher
hendriks hendrix hendrikx hendricks
klaas claes
bos bosch
bouwman bauman bouman
muller mueller
zijlstra sijlstra zylstra
thijs tijs thys
christiaan kristiaan
wiebe wybe wijbe
maaike maike
jacob jakob
mohamed mohammed
yusuf joesoef
groot groote
philip filip
veenstra feenstra
bruin bruijn bruyn
"""
ANDERS = """
meijer mulder
jansen jongsma
smit smits
bakker bekker
dijkstra dijksterhuis
boer boor
visser vos
postma posthumus
jan johan
"""


@pytest.mark.parametrize("namen", HETZELFDE.strip().splitlines())
def test_wat_hetzelfde_klinkt_heeft_een_sleutel(namen: str) -> None:
    assert len(set(map(klank, namen.split()))) == 1


@pytest.mark.parametrize("namen", ANDERS.strip().splitlines())
def test_wat_anders_klinkt_heeft_een_andere(namen: str) -> None:
    een, ander = map(klank, namen.split())
    assert een != ander


def test_een_woord_in_andere_letters_is_zijn_eigen_sleutel() -> None:
    assert klank("мария") == "мария"


@given(st.from_regex("[a-zß-ɏ0-9]{1,120}", fullmatch=True))
def test_elk_woord_heeft_een_sleutel(woord: str) -> None:
    assert klank(woord)
