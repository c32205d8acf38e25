"""The image is built and run as docs/beheer.md says, with podman. No registry is asked: what the
Python image brings (its `python` and `pip`) is put in a bare Debian beforehand.

What is done differently, so that it also works inside a sandbox: the build uses the network of this
machine, and podman gets no cgroups, and devices of its own (crun gives /dev/null to the user of the
container).
"""

import json
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.beheer.dockerbestand import stappen
from tests.beheer.machine import loopt, omgeving_van_pip, waarom_niet
from tests.beheer.pagina import WORTEL, blokken
from tests.conftest import GEHEIM, SLEUTEL

zonder_podman = (
    "" if shutil.which("podman") else "hier is geen podman; op Debian: apt install podman"
)
pytestmark = [
    pytest.mark.storing,
    pytest.mark.skipif(
        bool(waarom_niet() or zonder_podman), reason=f"{waarom_niet()} {zonder_podman}".strip()
    ),
]
BASIS = """apt-get update -qq && apt-get install -y -qq python3-venv
python3 -m venv /opt/python && ln -s /opt/python/bin/pip /opt/python/bin/python /usr/local/bin/"""
# In namespaces of its own; `cat` keeps them until the test closes its end.
BEGIN = r"""
set -e
mount --make-rprivate /
mount -t proc proc /proc
mount -t cgroup2 cgroup2 /sys/fs/cgroup
mount -t tmpfs -o mode=755 tmpfs /mnt
for paar in null:3 zero:5 full:7 random:8 urandom:9; do
  mknod -m 666 /mnt/${paar%:*} c 1 ${paar#*:}
done
mknod -m 666 /mnt/tty c 5 0
mkdir /mnt/pts /mnt/shm /mnt/mqueue
ln -s /proc/self/fd /mnt/fd
ln -s pts/ptmx /mnt/ptmx
mount --bind /mnt /dev
mount -t devpts -o newinstance,ptmxmode=0666 devpts /dev/pts
mount -t tmpfs tmpfs /dev/shm
ip link set lo up
echo er
cat
"""
# What an operator types as `podman`, here.
PODMAN = """
export PODMAN_IGNORE_CGROUPSV1_WARNING=1
grenzen="--ulimit nofile=$(ulimit -n):$(ulimit -Hn) --ulimit nproc=$(ulimit -u):$(ulimit -Hu)"
podman() {
  soort=$1; shift
  case $soort in
  build) set -- --pull=never --network host $grenzen "$@" ;;
  run) set -- --cgroups=disabled $grenzen "$@" ;;
  esac
  command podman --root "$OPSLAG/alles" --runroot "$OPSLAG/nu" --log-level error "$soort" "$@"
}
"""
SITE = f"""PORTAL_DATA=/var/lib/zelfcheck
PORTAL_GEHEIM={GEHEIM}
PORTAL_SLEUTEL={SLEUTEL}
PORTAL_AFZENDER='Gemeente Proef'
PORTAL_TELEFOON='050 123 45 99'
PORTAL_SITE='https://zelfcheck.example'
PORTAL_PROXIES=1
"""
IN_SITE = {"gunicorn.conf.py", "portal", "rules", "static", "templates", "translations", "wsgi.py"}


class Motor:
    """podman, with a store of its own. `doe` is a shell on its machine."""

    def __init__(self, pid: int, opslag: Path) -> None:
        self._pid, self._opslag = pid, opslag

    def doe(self, opdracht: str, *, internet: bool = False) -> str:
        """Returns what the shell wrote. Raises AssertionError with it when that failed."""
        soorten = ["--mount", "--pid", "--cgroup", *([] if internet else ["--net"])]
        klaar = subprocess.run(
            [
                "nsenter",
                "--target",
                str(self._pid),
                *soorten,
                "--",
                "bash",
                "-c",
                PODMAN + opdracht,
            ],
            env={"PATH": "/usr/sbin:/usr/bin:/sbin:/bin", "OPSLAG": str(self._opslag)},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        assert klaar.returncode == 0, f"{opdracht}\n---\n{klaar.stdout}"
        return klaar.stdout


@contextmanager
def motor(opslag: Path) -> Iterator[Motor]:
    """Afterwards nothing of it runs, and nothing of it is left."""
    soorten = ["--mount", "--pid", "--cgroup", "--net", "--fork", "--kill-child"]
    opslag.mkdir()
    with loopt("unshare", *soorten, "sh", "-c", BEGIN, zegt="er") as proces:
        (init,) = Path(f"/proc/{proces.pid}/task/{proces.pid}/children").read_text().split()
        yield Motor(int(init), opslag)
    shutil.rmtree(opslag)


def maak_basis(wortel: Path, podman: Motor, naam: str) -> None:
    """The image that the Dockerfile begins with."""
    omgeving = {"PATH": "/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin", **omgeving_van_pip()}
    subprocess.run(
        ["chroot", str(wortel), "/bin/sh", "-ec", BASIS],
        env=omgeving,
        check=True,
        capture_output=True,
    )
    podman.doe(f"tar -C {wortel} -c . | podman import - docker.io/library/{naam}")


def test_de_image_wordt_gemaakt_en_draait_zoals_de_pagina_zegt(
    debian: Path, tmp_path: Path
) -> None:
    (blok,) = [blok for blok in blokken() if blok.soort == "container"]
    (tmp_path / "zelfcheck.env").write_text(SITE, encoding="utf-8")
    (apt, *stappen_ervan, herstart) = blok.opdrachten.strip().splitlines()
    assert (apt.split()[:2], herstart.split()[:2]) == (
        ["apt-get", "install"],
        ["systemctl", "enable"],
    )
    tekst = "\n".join(stappen_ervan).removesuffix("&&").replace("/opt/zelfcheck/nu", str(WORTEL))
    tekst = tekst.replace("/etc/zelfcheck.env", str(tmp_path / "zelfcheck.env"))
    bouwen, draaien = tekst.split("&&\n( ")
    basis = {stap.rest.split()[0] for stap in stappen() if stap.soort == "FROM"}
    with motor(tmp_path / "opslag") as podman:
        maak_basis(debian, podman, basis.pop())
        podman.doe(bouwen, internet=True)
        podman.doe(f"( {draaien}")
        er_staat = podman.doe("podman exec zelfcheck-8001 ls -A /site").split()
        assert set(er_staat) == {".venv", *IN_SITE}
        for poort in ("8001", "8002"):
            erin = f"podman exec zelfcheck-{poort}"
            podman.doe(f"podman healthcheck run zelfcheck-{poort}")
            assert "<form" in podman.doe(f"curl -s http://127.0.0.1:{poort}/")
            klaar = podman.doe(
                f"curl -s -o /dev/null -w '%{{http_code}}' 127.0.0.1:{poort}/gezond/klaar"
            )
            assert klaar == "200"
            assert "ja" in podman.doe(f"{erin} sh -c 'touch /data/x /tmp/x && echo ja'")
            for pad in ("/site/x", "/etc/x", "/x"):
                assert "nee" in podman.doe(f"{erin} sh -c 'touch {pad} 2>&1 || echo nee'")
            assert podman.doe(f"{erin} id -u").strip() == "10001"
        gezegd = podman.doe("podman exec zelfcheck-8001 python wsgi.py controleren")
        assert "\nfout" not in gezegd
        assert "PORTAL_AFZENDER" not in gezegd
        (over,) = json.loads(podman.doe("podman inspect zelfcheck-8001"))
        assert over["HostConfig"]["ReadonlyRootfs"]
        assert over["EffectiveCaps"] in (None, [])
        podman.doe(f"( {draaien}")  # pasting it again replaces them one by one, with the same data
        assert "Er is geen mislukte mail." in podman.doe(
            "podman exec zelfcheck-8002 python wsgi.py mail lijst"
        )
        podman.doe("podman rm --force --all --time 20")
