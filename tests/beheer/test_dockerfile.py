"""The steps of the Dockerfile, carried out one by one in a root of their own. Without a container
engine, `docker build` itself cannot run.

What the Python image brings (its `python` and `pip`) is put in that root beforehand. Then the CMD
runs as the USER, in namespaces, on a read-only root with only /tmp and /data beside it.
"""

import re
import shlex
import shutil
import subprocess
import time
from pathlib import Path

import pytest

from tests.beheer.dockerbestand import Stap, laatste, stappen
from tests.beheer.machine import omgeving_van_pip, waarom_niet
from tests.beheer.pagina import WORTEL
from tests.conftest import GEHEIM, SLEUTEL
from tests.server import GRENS_S

pytestmark = [
    pytest.mark.storing,
    pytest.mark.skipif(bool(waarom_niet()), reason=waarom_niet()),
]
BASIS = """apt-get update -qq && apt-get install -y -qq python3-venv
python3 -m venv /opt/python && ln -s /opt/python/bin/pip /opt/python/bin/python /usr/local/bin/"""
START = """
set -e
ip link set lo up
mount --make-rprivate /
mount --bind "$1" "$1"
mount -t proc proc "$1/proc"
mount --bind /dev "$1/dev"
mount -t tmpfs tmpfs "$1/tmp"
mount --bind "$2" "$1/data"
mount -o remount,bind,ro "$1"
wortel=$1
shift 2
exec chroot --userspec=10001:10001 "$wortel" env -i "$@"
"""


def doe(wortel: Path, opdracht: str) -> None:
    """Runs in a shell in this root, as RUN does. Raises AssertionError with what it wrote."""
    omgeving = {
        "PATH": "/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
        "HOME": "/root",
        **omgeving_van_pip(),
    }
    klaar = subprocess.run(
        ["chroot", str(wortel), "/bin/sh", "-c", opdracht],
        env=omgeving,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    assert klaar.returncode == 0, f"{opdracht}\n{klaar.stdout}"


def kopieer(wortel: Path, stap: Stap) -> None:
    """COPY from the folder of the code. What comes from the first stage is there already: both
    stages run in one root.
    """
    *bronnen, doel = stap.rest.split()
    if not bronnen[0].startswith("--from="):
        for bron in bronnen:
            plek = wortel / doel.lstrip("/") / (bron if doel.endswith("/") else "")
            plek.parent.mkdir(parents=True, exist_ok=True)
            if (WORTEL / bron).is_dir():
                shutil.copytree(WORTEL / bron, plek, ignore=shutil.ignore_patterns("__pycache__"))
            else:
                shutil.copy(WORTEL / bron, plek)


def test_de_stappen_van_de_dockerfile_geven_een_site_op_een_root_die_niet_te_schrijven_is(
    debian: Path, tmp_path: Path
) -> None:
    doe(debian, BASIS)
    for stap in stappen():
        if stap.soort == "RUN":
            doe(debian, stap.rest)
        elif stap.soort == "COPY":
            kopieer(debian, stap)
    data = tmp_path / "volume"
    data.mkdir()
    subprocess.run(["chown", "10001", data], check=True)
    ((cmd,), (map_,), (keuring,)) = (laatste(soort) for soort in ("CMD", "WORKDIR", "HEALTHCHECK"))
    omgeving = [stap.rest for stap in laatste("ENV")]
    start = f"cd {map_.rest} && exec {shlex.join(cmd.lijst())}"
    geheimen = [f"PORTAL_GEHEIM={GEHEIM}", f"PORTAL_SLEUTEL={SLEUTEL}", "PORTAL_PROXIES=1"]
    namespaces = [
        "unshare",
        "--mount",
        "--pid",
        "--net",
        "--ipc",
        "--fork",
        "--kill-child",
        "sh",
        "-c",
        START,
        "start",
    ]
    proces = subprocess.Popen([*namespaces, debian, data, *omgeving, *geheimen, "sh", "-c", start])
    try:
        binnen = Binnen(proces, debian, omgeving)
        grens = time.monotonic() + GRENS_S
        while binnen.doe(*keuring.lijst()).returncode:
            assert proces.poll() is None, "it stopped"
            assert time.monotonic() < grens, "the HEALTHCHECK never says yes"
            time.sleep(0.2)
        schrijf = binnen.doe(
            "sh", "-c", "touch /site/x; touch /etc/x; touch /data/x && touch /tmp/x && echo ja"
        )
        assert (schrijf.stdout, schrijf.stderr.count("Read-only file system")) == ("ja\n", 2)
        assert {pad.name for pad in data.iterdir()} >= {"adressen.sqlite", "portal.sqlite"}
        assert binnen.gebruikers() == {"10001"}
        assert binnen.doe(
            *keuring.lijst()[:2], keuring.lijst()[2].replace("/gezond", "/bestaat-niet")
        ).returncode
    finally:
        proces.kill()
        proces.wait()


class Binnen:
    """Looks into the running container as its own user."""

    def __init__(
        self, proces: "subprocess.Popen[bytes]", wortel: Path, omgeving: list[str]
    ) -> None:
        kinderen = Path(f"/proc/{proces.pid}/task/{proces.pid}/children")
        while not kinderen.read_text():
            time.sleep(0.05)
        self._init, self._wortel, self._omgeving = kinderen.read_text().split()[0], wortel, omgeving

    def doe(self, *opdracht: str) -> "subprocess.CompletedProcess[str]":
        """A program of the image."""
        erin = ["nsenter", "--target", self._init, "--mount", "--net", "--pid"]
        als = ["chroot", "--userspec=10001:10001", str(self._wortel), "env", "-i", *self._omgeving]
        return subprocess.run([*erin, *als, *opdracht], capture_output=True, text=True)

    def gebruikers(self) -> set[str]:
        """The users of the master and its workers."""
        kinderen = Path(f"/proc/{self._init}/task/{self._init}/children").read_text().split()
        assert kinderen
        statussen = [Path(f"/proc/{pid}/status").read_text() for pid in (self._init, *kinderen)]
        return {str(re.findall(r"^Uid:\s+(\d+)", status, re.MULTILINE)[0]) for status in statussen}
