"""Counting tries, by many at the same moment, and while the file of the counters is broken."""

import threading
from collections import Counter
from collections.abc import Callable
from contextlib import closing, suppress
from datetime import timedelta
from pathlib import Path

import pytest

from portal.config.settings import RATE_LIMITS_DB
from portal.crypto.vault import Vault
from portal.storage.counter_file import CounterFile
from portal.storage.counters import MAX_IN_MEMORY, Counters, Entry
from portal.storage.engine import open_relaxed
from portal.storage.rate_limits import LIMITS, Counted, RateLimits, TooOften, Tries, around
from tests.conftest import NU, SLEUTEL
from tests.portal.terugbelreis import Reis


def test_ook_wie_tegelijk_het_bestand_maken_worden_allemaal_geteld(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """Eight people at once on a site that was never used, thirty times.

    One in a hundred of these was not counted.
    """
    for ronde in range(30):
        limieten = [
            RateLimits(CounterFile(tmp_path / f"{ronde}.sqlite"), Vault((SLEUTEL,)))
            for _ in range(2)
        ]
        begin = threading.Barrier(8)

        def tel(eigen: RateLimits, begin: threading.Barrier = begin) -> None:
            begin.wait()
            eigen.count(Counted.MIJN_VERZOEK_CODE, "KFM4XT", NU)

        draden = [threading.Thread(target=tel, args=[limieten[n % 2]]) for n in range(8)]
        for draad in draden:
            draad.start()
        for draad in draden:
            draad.join()
        for _ in range(8, LIMITS[Counted.MIJN_VERZOEK_CODE].times):
            limieten[0].count(Counted.MIJN_VERZOEK_CODE, "KFM4XT", NU)
        with pytest.raises(TooOften):
            limieten[0].count(Counted.MIJN_VERZOEK_CODE, "KFM4XT", NU)
    assert not caplog.records


@pytest.mark.bestand
def test_wie_het_goed_had_krijgt_alles_terug_ook_als_een_ander_er_intussen_overheen_ging(
    tmp_path: Path,
) -> None:
    """Taking off stopped at the first that was above its limit, and kept the rest."""
    limieten = RateLimits(CounterFile(tmp_path / RATE_LIMITS_DB), Vault((SLEUTEL,)))
    van_mij = [Tries(Counted.INLOGGEN_OVERAL, "allen"), Tries(Counted.INLOGGEN_NAAM, "ik")]
    veel = 2 * LIMITS[Counted.INLOGGEN_OVERAL].times
    for _ in range(3 * LIMITS[Counted.INLOGGEN_NAAM].times):
        limieten.count_all(van_mij, NU)
        with suppress(TooOften):
            limieten.count(Counted.INLOGGEN_OVERAL, "allen", NU, times=veel)
        limieten.count_all(van_mij, NU, times=-1)
        limieten.count(Counted.INLOGGEN_OVERAL, "allen", NU, times=-veel)


# The file is broken -----------------------------------------------------------------------------


def plek(limieten: RateLimits) -> CounterFile:
    place = limieten.counters.place
    assert isinstance(place, CounterFile)
    return place


def raad(reis: Reis, keer: int) -> Counter[int]:
    """So many codes from one network: how often each status came back."""
    antwoorden = (reis.client.get(reis.open(f"CCC{n:03}".translate(LETTERS))) for n in range(keer))
    return Counter(antwoord.status_code for antwoord in antwoorden)


LETTERS = str.maketrans("0123456789", "CDFHJKMNPR")


def _wis(pad: Path, van: int) -> None:
    """From here on it says something else; the file stays the same one."""
    with pad.open("r+b") as bestand:
        bestand.seek(van)
        bestand.write(b"x" * 9000)


STUK: dict[str, Callable[[Path], object]] = {
    "onzin": lambda pad: pad.write_bytes(b"x" * 5000),
    "kop_weg": lambda pad: _wis(pad, 0),
    "inhoud_weg": lambda pad: _wis(pad, 100),
    "leeg": lambda pad: pad.write_bytes(b""),
    "afgebroken": lambda pad: pad.write_bytes(pad.read_bytes()[:5000]),
    "weg": lambda pad: pad.unlink(),
}


@pytest.mark.bestand
@pytest.mark.parametrize("wat", STUK)
@pytest.mark.parametrize("gebruikt", [True, False], ids=["in_gebruik", "net_gestart"])
def test_een_beschadigd_bestand_remt_nog_steeds_en_geneest_vanzelf(
    maak_reis: Callable[..., Reis], tmp_path: Path, wat: str, gebruikt: bool
) -> None:
    """Thirty of thirty guesses went through, for as long as the file was damaged."""
    grens = LIMITS[Counted.MIJN_VERZOEK].times
    reis = maak_reis()
    raad(reis, 1)
    with closing(open_relaxed(tmp_path / RATE_LIMITS_DB)) as db:
        db.execute("pragma wal_checkpoint(truncate)").fetchall()
    if not gebruikt:
        plek(reis.loket.limieten)._local.db.close()
        reis = maak_reis()
    STUK[wat](tmp_path / RATE_LIMITS_DB)
    assert raad(reis, 2 * grens)[422] <= grens
    assert reis.client.get("/gezond/klaar").text == "klaar\n"
    reis.wacht(minutes=15)
    ander = maak_reis()
    ander.nu = reis.nu
    assert raad(ander, 1) == {422: 1}, "another worker counts in the same new file"
    assert raad(reis, grens) == {422: grens - 1, 429: 1}


@pytest.mark.bestand
def test_kan_het_bestand_niet_dan_telt_elke_worker_in_het_geheugen_en_klaar_zegt_het(
    reis: Reis, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """Sixty of sixty guesses went through."""
    grens = LIMITS[Counted.MIJN_VERZOEK].times
    (tmp_path / RATE_LIMITS_DB).mkdir()
    assert raad(reis, 3 * grens) == {422: grens, 429: 2 * grens}
    assert [r for r in caplog.messages if r.startswith("limieten")] == [
        "limieten: unable to open database file"
    ], "once, however long it goes on"
    klaar = reis.client.get("/gezond/klaar")
    assert klaar.status_code == 503
    assert "limieten.sqlite: unable to open database file; elke worker telt" in klaar.text
    (tmp_path / RATE_LIMITS_DB).rmdir()
    reis.wacht(minutes=15)
    assert raad(reis, 1) == {422: 1}
    assert reis.client.get("/gezond/klaar").text == "klaar\n"


def test_het_geheugen_raakt_niet_vol_en_wie_doorgaat_wordt_niet_vergeten(tmp_path: Path) -> None:
    (tmp_path / "vol").mkdir()
    tellers = Counters(CounterFile(tmp_path / "vol"))
    van_een = Entry(b"een", 0, maximum=MAX_IN_MEMORY)
    for n in range(MAX_IN_MEMORY + 1000):
        tellers._add_in_memory(Entry(n.to_bytes(4, "big"), 0, 1), 1)
        if n % 1000 == 0:
            tellers._add_in_memory(van_een, 1)
    assert len(tellers._memory) == MAX_IN_MEMORY
    assert tellers._add_in_memory(van_een, 1) == MAX_IN_MEMORY // 1000 + 2


@pytest.mark.bestand
def test_wat_opzij_gezet_is_blijft_niet_liggen(tmp_path: Path) -> None:
    """It holds counters, which are kept for an hour or a day."""
    (tmp_path / RATE_LIMITS_DB).write_bytes(b"x" * 5000)
    limieten = RateLimits(CounterFile(tmp_path / RATE_LIMITS_DB), Vault((SLEUTEL,)))
    limieten.count(Counted.MIJN_VERZOEK, "iemand", NU)
    assert plek(limieten).aside.exists()
    limieten.count(Counted.MIJN_VERZOEK, "iemand", NU + timedelta(hours=1))
    assert plek(limieten).aside.exists(), "until somebody could look"
    limieten.counters.forget(int(NU.timestamp()), tidy=True)
    assert not plek(limieten).aside.exists()


@pytest.mark.bestand
def test_wie_vanaf_veel_netwerken_geweigerd_wordt_vult_de_schijf_niet(tmp_path: Path) -> None:
    limieten = RateLimits(CounterFile(tmp_path / RATE_LIMITS_DB), Vault((SLEUTEL,)))

    def rijen() -> int:
        with closing(open_relaxed(plek(limieten)._path)) as db:
            return int(db.table("teller").count)

    for kwartier in range(3):
        nu = NU + timedelta(minutes=15 * kwartier)
        for nummer in range(200):
            with suppress(TooOften):
                netwerk = f"2001:db8:0:{nummer:x}::/64"
                limieten.count_all(around(Counted.MIJN_VERZOEK, netwerk), nu)
        assert rijen() < 250, "a row for each network, and what is around it, of this quarter only"
