"""Somebody who never did it sets up the second machine from docs/schaal.md, on two bare Debians
that a wire joins, and loses the first.

Every block is pasted as it is, on the machine that it names. WireGuard is a program here
(wireguard-go): the kernel of this machine may not have it. `make beheer`.
"""

import re
import shutil
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest

from tests.beheer.machine import WAAR_HET_KAN, Machine, draaiend, verbind
from tests.beheer.pagina import WORTEL, blokken
from tests.beheer.test_pagina import (
    NAAM,
    Beheerder,
    drukte,
    meer_plaatsen,
    server,
    te_vinden,
)

pytestmark = [pytest.mark.storing, WAAR_HET_KAN]
BUITEN = {"A": "192.0.2.1", "B": "192.0.2.2"}  # as the page has them for an example
NET, AANZETTEN = "Een tweede machine erbij", "Aanzetten"


class OpHetNet(Beheerder):
    """Its commands also need its own network: what must be fetched is fetched before. A package
    that is there, is not fetched again.
    """

    def voer_uit(self, opdrachten: str, *, internet: bool) -> str:
        regels = opdrachten.splitlines()
        haalt = [n for n, regel in enumerate(regels) if re.search("apt-get|pip install", regel)]
        if haalt:
            eerst = "\n".join(regels[: haalt[-1] + 1]).removesuffix("&&")
            if "wireguard" in eerst:
                eerst = eerst.replace("wireguard", "wireguard wireguard-go")
            self.machine.doe(eerst, internet=True)
        return self.machine.doe(opdrachten)


class Schaal:
    """Who follows docs/schaal.md. `geplakt`: every block that was pasted."""

    def __init__(self, a: Machine, b: Machine) -> None:
        self.op = {"A": OpHetNet(a), "B": OpHetNet(b)}
        self.blokken = blokken((WORTEL / "docs/schaal.md").read_text(encoding="utf-8"))
        self.geplakt = {self.blokken[0]}

    def plak(self, kop: str, soort: str, nummer: int = 0, op: str = "") -> str:
        """Pastes the block of this kind under this heading on the machines that it names, or `op`.
        Returns what was written on the last.
        """
        blok = [b for b in self.blokken if (b.kop, b.soort) == (kop, soort)][nummer]
        self.geplakt.add(blok)
        for letter in re.findall(r"\b[AB]\b", op or soort):
            uit = self.op[letter].voer_uit(
                self.blokken[0].opdrachten + blok.opdrachten, internet=True
            )
        return uit

    def doe(self, letter: str, opdracht: str, *, mag_mislukken: bool = False) -> str:
        return self.op[letter].machine.doe(opdracht, mag_mislukken=mag_mislukken)


@contextmanager
def twee_servers(debian: Path, tweede: Path) -> Iterator[tuple[Machine, Machine]]:
    """A and B; what B has besides Debian is ssh."""
    with server(debian) as a, server(tweede) as b:
        verbind((a, BUITEN["A"]), (b, BUITEN["B"]))
        yield a, b


def een_machine(schaal: Schaal) -> None:
    """A, as docs/beheer.md has it."""
    schaal.op["A"].richt_in(tuple(f"{n}. " for n in range(1, 10)))
    meer_plaatsen(schaal.op["A"].machine)


def een_net(schaal: Schaal) -> None:
    """The steps with which both ways begin."""
    b = schaal.op["B"]
    b.machine.doe("apt-get update && apt-get install -y openssh-server", internet=True)
    b.richt_in(("1. ", "2. ", "3. ", "9. "))
    schaal.plak(NET, "B")
    assert "04:00" in schaal.doe("B", "cat /etc/apt/apt.conf.d/52zelfcheck")
    (regel,) = re.findall("^ssh-ed25519 .*$", schaal.plak(NET, "A"), re.MULTILINE)
    schaal.doe("B", f"install -d -m 700 .ssh && echo '{regel}' >> .ssh/authorized_keys")
    schaal.plak(NET, "A en B")
    assert "1 received" in schaal.plak(NET, "A", 1)


def naar_postgres(schaal: Schaal) -> None:
    """The conversations move, and B gets all that A has."""
    a, b = (schaal.op[letter].machine for letter in "AB")
    schaal.plak(AANZETTEN, "A en B postgres")
    assert "Verhuisd en nagekeken" in schaal.plak(AANZETTEN, "A postgres")
    schaal.plak(AANZETTEN, "A postgres", 1)
    assert "10.8.0.2 is de reserve, en volgt 10.8.0.1." in schaal.plak(AANZETTEN, "B postgres")
    assert "10.8.0.2 moet alles bevestigen" in schaal.plak(AANZETTEN, "A postgres", 2)
    shutil.copy(a.wortel / "root/ca.pem", b.wortel / "root/ca.pem")
    b.doe("cat ca.pem >> /etc/ssl/certs/ca-certificates.crt")
    schaal.op["B"].richt_in(("4. ", "5. ", "6. ", "8. "))
    assert schaal.plak(AANZETTEN, "B postgres", 1).splitlines()[-1] == "klaar"


def zelfcheck_op_twee(schaal: Schaal) -> None:
    """The cheap way: B has no conversations, and may go."""
    a, b = (schaal.op[letter].machine for letter in "AB")
    kop = "De zelfcheck op twee machines"
    schaal.plak(kop, "A zelfcheck")
    schaal.op["B"].richt_in(("4. ", "5. "))
    schaal.plak(kop, "B zelfcheck")
    schaal.plak(kop, "A zelfcheck", 1)
    a.doe("systemctl stop zelfcheck@8001 zelfcheck@8002")
    assert a.doe(f"curl -s -o /dev/null -w '%{{http_code}}' https://{NAAM}/") == "200", "B has it"
    assert a.doe(f"curl -s -o /dev/null -w '%{{http_code}}' https://{NAAM}/terugbellen") == "502"
    a.doe("systemctl start zelfcheck@8001 zelfcheck@8002")
    b.doe("systemctl stop zelfcheck@8001 zelfcheck@8002")
    with drukte(a):
        b.doe("systemctl start zelfcheck@8001 zelfcheck@8002")


def stand(schaal: Schaal, letter: str) -> str:
    return schaal.doe(letter, "zelfcheck-postgres stand", mag_mislukken=True)


def test_wie_de_pagina_volgt_verliest_een_machine_en_geen_verzoek(
    debian: Path, tweede_debian: Path
) -> None:
    with ExitStack() as stapel:
        a, b = stapel.enter_context(twee_servers(debian, tweede_debian))
        schaal = Schaal(a, b)
        een_machine(schaal)
        with drukte(a) as uitslag:
            pass
        codes = uitslag.codes
        een_net(schaal)
        zelfcheck_op_twee(schaal)
        naar_postgres(schaal)
        for machine in (a, b):
            with drukte(machine) as uitslag:
                pass
            codes |= uitslag.codes
        assert te_vinden(a, codes) == te_vinden(b, codes) == len(codes)
        uit = schaal.plak(AANZETTEN, "A en B postgres", 1)
        assert "\nfout" not in uit
        assert "10.8.0.2 is de reserve, en volgt 10.8.0.1." in uit

        # The power of A goes, in the middle of it all.
        assert "schrijft nog" in schaal.doe("B", "zelfcheck-postgres neemover", mag_mislukken=True)
        a.proces.kill()
        a.proces.wait()
        assert "10.8.0.2 is de primaire" in schaal.doe("B", "zelfcheck-postgres neemover")
        # A worker that still waits for A says once that it cannot be; nothing is lost by it.
        with drukte(b, mag_even_niet=True) as uitslag:
            pass
        codes |= uitslag.codes
        assert te_vinden(b, codes) == len(codes)

        # And comes back: the old primary starts by itself, and the site of A does not use it.
        a = stapel.enter_context(draaiend(debian))
        verbind((a, BUITEN["A"]), (b, BUITEN["B"]))
        schaal.op["A"] = OpHetNet(a)
        a.doe("until ping -c 1 -W 1 10.8.0.2; do sleep 0.2; done")
        assert "schrijft ook" in stand(schaal, "A")
        with drukte(a, mag_even_niet=True) as uitslag:
            pass
        codes |= uitslag.codes
        assert te_vinden(b, codes) == len(codes)
        weiger = schaal.doe("B", "zelfcheck-postgres reserve", mag_mislukken=True)
        assert "heeft de nieuwste gegevens" in weiger
        kop = "Als er een machine wegvalt"
        schaal.plak(kop, "reserve", op="A")
        schaal.plak(kop, "samen", op="B")
        assert te_vinden(a, codes) == len(codes)

        # A release that has a table more, on one machine and then on the other.
        for letter in "AB":
            with drukte(schaal.op[letter].machine) as uitslag:
                schaal.op[letter].plak("Bijwerken", "bijwerken")
            codes |= uitslag.codes
        assert te_vinden(a, codes) == te_vinden(b, codes) == len(codes)
        terugzetten(schaal, codes)
        assert schaal.geplakt == set(schaal.blokken)


def terugzetten(schaal: Schaal, codes: dict[str, str]) -> None:
    """The copy of the timer is a dump, and what came after it is gone."""
    a, b = (schaal.op[letter].machine for letter in "AB")
    b.doe("systemctl start zelfcheck-taak@backup")
    # The timer may have made one too, at the hour.
    *_, kopie = sorted((b.wortel / "var/backups/zelfcheck").glob("portal-*.dump"))
    with drukte(b) as later:
        pass
    a.doe("systemctl stop 'zelfcheck@*'")
    (blok,) = (blok for blok in schaal.blokken if blok.soort == "terugzetten")
    schaal.geplakt.add(blok)
    b.doe(re.sub(r"portal-[\d-]+\.dump", kopie.name, blok.opdrachten))
    a.doe("systemctl start zelfcheck@8001 zelfcheck@8002")
    assert (te_vinden(a, codes), te_vinden(a, later.codes)) == (len(codes), 0)
