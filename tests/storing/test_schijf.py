"""The disk is full or has become read-only: what cannot be stored is not acknowledged, and the
self-check goes on.
"""

import subprocess
import threading
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest

from portal.config.settings import RATE_LIMITS_DB
from portal.storage.rate_limits import LIMITS, Counted
from tests.server import wacht_tot
from tests.storing.bezoekers import Indieners, alleen_goed, drukte, is_heel
from tests.storing.opstelling import Site, aangekoppeld, kleine_schijf, vul
from tests.terugbellen.bewoner import Lijn

pytestmark = [pytest.mark.storing, pytest.mark.usefixtures("als_root")]
GERADEN = LIMITS[Counted.MIJN_VERZOEK].times
MaakSite = Callable[..., Site]
Verslag = Callable[[str], None]


@pytest.mark.fout("De schijf is vol")
def test_op_een_volle_schijf_leest_wie_indient_dat_en_daarna_werkt_het_zonder_herstart(
    maak_site: MaakSite, verslag: Verslag
) -> None:
    with kleine_schijf("6m") as data:
        site = maak_site(data)
        site.start()
        indieners = Indieners(site, 40)
        with drukte(site.waar, kijkers=3, indieners=0) as gezien:
            druk = threading.Thread(target=indieners.dien_alles_in)
            druk.start()
            vulling = vul(data)
            wacht_tot(lambda: indieners.niet_bewaard >= 12, minstens_s=4)
            vulling.unlink()
            druk.join()
        alleen_goed(gezien)
        assert "portal.sqlite: database or disk is full" in site.log
        is_heel(site, indieners.codes)
        assert len(indieners.codes) == 40
        site.sluit()
    verslag(
        f"{indieners.niet_bewaard} keer “niet bij ons binnengekomen”; "
        f"zelfcheck {gezien.verzoeken} verzoeken, 0 fout"
    )


@pytest.mark.fout("Iemand raadt codes terwijl de schijf vol is")
def test_ook_op_een_volle_schijf_houdt_codes_raden_op(
    maak_site: MaakSite, verslag: Verslag
) -> None:
    """Sixty of sixty guesses went through. Here each of two workers admits its own twenty."""
    with kleine_schijf("6m") as data:
        site = maak_site(data, PORTAL_EIGEN_NETWERKEN="")
        site.start()
        Indieners(site, 4).dien_alles_in()  # so that the workers have the files open
        vul(data)
        statussen = _raad(site, klaar=503)
        site.sluit()
    assert set(statussen) <= {422, 429, 503}, "503: portal.sqlite cannot be opened either"
    assert statussen[429]
    assert statussen[422] <= 3 * GERADEN
    verslag(f"van 100 keer raden {statussen[422]} keer een antwoord")


@pytest.mark.fout("Iemand raadt codes terwijl `limieten.sqlite` beschadigd is")
def test_ook_met_beschadigde_tellers_houdt_codes_raden_op_en_het_geneest(
    maak_site: MaakSite, verslag: Verslag
) -> None:
    """Thirty of thirty guesses went through, and it never healed."""
    site = maak_site(PORTAL_EIGEN_NETWERKEN="")
    site.start()
    (site.data / RATE_LIMITS_DB).write_bytes(b"x" * 9000)
    statussen = _raad(site, klaar=200)
    assert statussen == {422: GERADEN, 429: 100 - GERADEN}
    assert "limieten: file is not a database; opzij gezet als limieten.sqlite.stuk" in site.log
    site.sluit()
    verslag(f"van 100 keer raden {statussen[422]} keer een antwoord")


def _raad(site: Site, *, klaar: int) -> Counter[int]:
    """A hundred guesses from one network: how often each status came back."""
    lijn, statussen = Lijn(site.waar), Counter[int]()
    for n in range(100):
        velden = {"code": "CCCCC" + "CDFHJ"[n % 5], "drie": f"{n:03}"}
        terug = lijn.een_keer("POST", "/mijn-verzoek", velden)
        statussen[lijn.een_keer("GET", terug.waar).status if terug.waar else terug.status] += 1
    assert lijn.een_keer("GET", "/gezond/klaar").status == klaar
    lijn.hang_op()
    return statussen


@pytest.mark.fout("De schijf van de reservekopie is vol")
def test_een_reservekopie_op_een_volle_schijf_zegt_dat_en_laat_niets_half_achter(
    site: Site, verslag: Verslag
) -> None:
    indieners = Indieners(site, 4)
    indieners.dien_alles_in()
    with kleine_schijf("1m") as kopie:
        vul(kopie, houd_vrij=40_000)
        al = sorted(kopie.iterdir())
        with drukte(site.waar, kijkers=2, indieners=0) as gezien:
            klaar = site.opdracht("backup", "maken", str(kopie / "portal.sqlite"))
        assert klaar.returncode == 1
        assert "Geen reservekopie gemaakt" in klaar.stderr
        assert "full" in klaar.stderr
        assert sorted(kopie.iterdir()) == al
        (kopie / "vulling").unlink()
        assert site.opdracht("backup", "maken", str(kopie / "portal.sqlite")).returncode == 0
    alleen_goed(gezien)
    is_heel(site, indieners.codes)
    verslag("niets")


@pytest.mark.fout("De schijf is vol bij het laden van een register")
def test_een_register_laden_op_een_volle_schijf_laat_het_oude_staan(
    maak_site: MaakSite, tmp_path: Path, verslag: Verslag
) -> None:
    groot = tmp_path / "groot.csv"
    rijen = "\n".join(
        f"Proefstraat,{n},{a},,9999ZZ,Proefdorp,53.333,6.75"
        for n in range(1, 60_000)
        for a in ("", "a")
    )
    groot.write_text(
        f"straat,huisnummer,huisletter,toevoeging,postcode,woonplaats,lat,lon\n{rijen}\n"
    )
    with kleine_schijf("3m") as data:
        site = maak_site(data)
        site.start()
        voor = (data / "adressen.sqlite").read_bytes()
        with drukte(site.waar, kijkers=2, indieners=0) as gezien:
            klaar = site.opdracht("adressen", "laden", str(groot), "--toch")
        assert klaar.returncode == 1
        assert "Niet geladen" in klaar.stderr, klaar.stderr
        assert "Traceback" not in klaar.stderr
        assert (data / "adressen.sqlite").read_bytes() == voor
        alleen_goed(gezien)
        Indieners(site, 4).dien_alles_in()  # the loader left no rubbish: there is room again
        site.sluit()
    verslag("niets: het oude register antwoordt")


@pytest.mark.fout("De schijf is alleen nog te lezen")
def test_als_de_kernel_de_schijf_op_slot_zet_gaat_de_zelfcheck_door_en_is_na_herstel_alles_er(
    maak_site: MaakSite, tmp_path: Path, verslag: Verslag
) -> None:
    """A real ext4 error, on which the kernel makes it read-only, as Debian tells it to. Then what
    an operator does.
    """
    beeld = tmp_path / "schijf.img"
    with beeld.open("wb") as bestand:
        bestand.truncate(48 << 20)
    subprocess.run(["mkfs.ext4", "-q", "-F", beeld], check=True)
    with aangekoppeld("-o", "loop,errors=remount-ro", beeld) as data:
        knop = Path("/sys/fs/ext4", _apparaat(data), "trigger_fs_error")
        if not knop.exists():
            pytest.skip("deze kernel kan geen fout van ext4 nadoen")
        site = maak_site(data)
        site.start()
        voor, tijdens = Indieners(site, 8), Indieners(site, 4)
        voor.dien_alles_in()
        with drukte(site.waar, kijkers=3, indieners=0) as gezien:
            knop.write_text("1")
            druk = threading.Thread(target=tijdens.dien_alles_in)
            druk.start()
            wacht_tot(lambda: tijdens.niet_bewaard >= 8, minstens_s=4)
        alleen_goed(gezien)
        assert "portal.sqlite: " in site.log
        site.stop()
        geweigerd = site.probeer_start()
        assert "kan niets worden geschreven" in geweigerd
        assert "Traceback" not in geweigerd
    wacht_tot(
        lambda: not subprocess.run(["losetup", "-j", beeld], capture_output=True, check=True).stdout
    )
    assert subprocess.run(["e2fsck", "-fy", beeld], capture_output=True).returncode in (0, 1)
    with aangekoppeld("-o", "loop", beeld) as site.data:
        site.start()  # who pressed meanwhile waited at the socket
        druk.join()
        is_heel(site, voor.codes | tijdens.codes)
        assert len(voor.codes | tijdens.codes) == 12
        site.sluit()
    verslag(
        f"{tijdens.niet_bewaard} keer “niet bij ons binnengekomen”; "
        f"zelfcheck {gezien.verzoeken} verzoeken, 0 fout"
    )


def _apparaat(map_: Path) -> str:
    """The name of the device: loop0."""
    klaar = subprocess.run(
        ["findmnt", "-no", "SOURCE", map_], capture_output=True, text=True, check=True
    )
    return Path(klaar.stdout.strip()).name
