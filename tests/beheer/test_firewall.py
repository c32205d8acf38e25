"""docs/inrichting/nftables.conf on a machine with a neighbour: two networks of their own."""

import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from tests.beheer.machine import loopt, waarom_niet
from tests.beheer.pagina import WORTEL

zonder_nft = "" if shutil.which("nft") else "hier is geen nft; op Debian: apt install nftables"
pytestmark = [
    pytest.mark.storing,
    pytest.mark.skipif(
        bool(waarom_niet() or zonder_nft), reason=f"{waarom_niet()} {zonder_nft}".strip()
    ),
]
SERVER, BUUR = "192.0.2.1", "192.0.2.2"
LUISTER = """
import socket, sys
poorten, soorten = (22, 80, 443, 8001, 9999), (socket.AF_INET, socket.AF_INET6)
deuren = [socket.create_server(("", p), family=soort) for p in poorten for soort in soorten]
print("open", flush=True)
sys.stdin.read()
"""
BEL = """
import socket, sys
for poort in map(int, sys.argv[2:]):
    try:
        socket.create_connection((sys.argv[1], poort), timeout=1).close()
        print(poort)
    except OSError:
        pass
"""


@contextmanager
def netwerk() -> Iterator[list[str]]:
    """A network; gives what runs a program in it."""
    begin = ("sh", "-c", "ip link set lo up; echo er; cat")
    with loopt("unshare", "--net", *begin, zegt="er") as proces:
        yield ["nsenter", "--target", str(proces.pid), "--net"]


def doe(waar: list[str], *opdracht: str) -> str:
    return subprocess.run([*waar, *opdracht], check=True, stdout=subprocess.PIPE, text=True).stdout


def open_poorten(waar: list[str], adres: str) -> list[int]:
    uit = doe(waar, "python3", "-c", BEL, adres, "22", "80", "443", "8001", "9999")
    return [int(regel) for regel in uit.split()]


def test_van_buiten_zijn_alleen_ssh_http_en_https_open() -> None:
    with netwerk() as server, netwerk() as buur:
        naar_buur = ["peer", "name", "eth0", "netns", buur[2]]
        doe(server, "ip", "link", "add", "eth0", "type", "veth", *naar_buur)
        for waar, adres, adres6 in ((server, SERVER, "2001:db8::1"), (buur, BUUR, "2001:db8::2")):
            doe(waar, "ip", "address", "add", f"{adres}/24", "dev", "eth0")
            doe(waar, "ip", "address", "add", f"{adres6}/64", "dev", "eth0", "nodad")
            doe(waar, "ip", "link", "set", "eth0", "up")
        with loopt(*server, "python3", "-c", LUISTER, zegt="open"):
            alle = [22, 80, 443, 8001, 9999]
            assert open_poorten(buur, SERVER) == alle, "the control"
            for _ in range(2):  # pasting the block twice is as good as once
                doe(server, "nft", "--file", str(WORTEL / "docs/inrichting/nftables.conf"))
            assert open_poorten(buur, SERVER) == [22, 80, 443]
            assert open_poorten(buur, "2001:db8::1") == [22, 80, 443], "also by IPv6"
            assert open_poorten(server, "127.0.0.1") == alle, "nginx reaches the site"
