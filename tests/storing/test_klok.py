"""The clock of the server jumps. libfaketime makes the jump, and reads it from a file each time the
clock is read.
"""

import time
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.storing.bezoekers import Indieners, alleen_goed, drukte, is_heel
from tests.storing.opstelling import Site
from tests.terugbellen.bewoner import Lijn

pytestmark = pytest.mark.storing
BIBLIOTHEEK = next(iter(Path("/usr/lib").glob("*/faketime/libfaketimeMT.so.1")), None)
Verslag = Callable[[str], None]


class Klok:
    """What the site thinks the time is."""

    def __init__(self, pad: Path) -> None:
        self._pad = pad
        self.spring("+0")

    def spring(self, hoever: str) -> None:
        """An offset from the real time: `+1d`, `-1h`. In one step."""
        nieuw = self._pad.with_name("klok-nieuw")
        nieuw.write_text(f"{hoever}\n")
        nieuw.replace(self._pad)

    @property
    def omgeving(self) -> dict[str, str]:
        """Only the wall clock: durations are measured with the other one, the kernel's own."""
        return {
            "LD_PRELOAD": str(BIBLIOTHEEK),
            "FAKETIME_TIMESTAMP_FILE": str(self._pad),
            "FAKETIME_NO_CACHE": "1",
            "DONT_FAKE_MONOTONIC": "1",
            "NO_FAKE_STAT": "1",
        }


@pytest.mark.fout("De klok van de server verspringt")
@pytest.mark.skipif(
    BIBLIOTHEEK is None, reason="faketime ontbreekt; op Debian: apt install faketime"
)
def test_een_klok_die_verspringt_kost_geen_verzoek_en_verwijdert_niets(
    maak_site: Callable[..., Site], tmp_path: Path, verslag: Verslag
) -> None:
    klok = Klok(tmp_path / "klok")
    site = maak_site(**klok.omgeving)
    site.start()
    eerste, codes = Indieners(site, 4), dict[str, str]()
    eerste.dien_alles_in()
    codes |= eerste.codes
    assert site.opdracht("opschonen").returncode == 0
    begonnen = {sprong: Indieners(site, 2, bewoners=2) for sprong in ("-1h", "-1d")}
    with drukte(site.waar, kijkers=3, indieners=0) as gezien:
        for sprong in ("+1d", "+0", "-1h", "-1d", "+0"):
            klok.spring(sprong)
            if sprong in begonnen:  # a form from before the clock was set back can still be filed
                begonnen[sprong].dien_alles_in()
                codes |= begonnen[sprong].codes
            nieuw = Indieners(site, 2, bewoners=2)
            nieuw.dien_alles_in()
            codes |= nieuw.codes
            assert nieuw.niet_bewaard == 0
            for telefoon, code in codes.items():
                lijn = Lijn(site.waar)
                assert (
                    lijn.een_keer(
                        "POST", "/mijn-verzoek", {"code": code, "drie": telefoon[-3:]}
                    ).status
                    == 303
                )
                lijn.hang_op()
        klok.spring("+366d")
        jaar_verder = site.opdracht("opschonen")
        klok.spring("+0")
        time.sleep(0.5)
    assert jaar_verder.returncode == 1
    assert "Klopt de klok?" in jaar_verder.stderr
    alleen_goed(gezien)
    is_heel(site, codes)
    verslag(
        f"zelfcheck {gezien.verzoeken} verzoeken, 0 fout; {len(codes)} terugbelverzoeken, 0 kwijt; "
        "opschonen weigert een jaar"
    )
