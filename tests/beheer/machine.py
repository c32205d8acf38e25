"""A bare Debian with its own systemd as PID 1, in its own namespaces, on which docs/beheer.md is
carried out by copy and paste.

It needs no container engine: `debootstrap` makes the root, `unshare` the namespaces. Its network
has only a loopback, so its ports are its own; only a command that fetches packages uses the network
of this machine. It cannot show limits of memory (the cgroup controllers may belong to this machine)
or a firewall.
"""

import os
import shutil
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

SPIEGEL = "http://deb.debian.org/debian"
START_SECONDEN = 60
# In the new namespaces, before systemd: make its own mounts and turn the root into /.
BEGIN = r"""
set -e
cd "$1"
ip link set lo up
mount --make-rprivate /
mount --bind . .
cd "$1"
mount -t proc proc proc
mount -t sysfs -o ro sysfs sys
mount -t tmpfs tmpfs run
mount -t tmpfs tmpfs tmp
mount -t cgroup2 cgroup2 sys/fs/cgroup
mount -t tmpfs -o mode=755 tmpfs dev
for naam in null zero full random urandom tty; do
  touch dev/$naam; mount --bind /dev/$naam dev/$naam
done
for paar in fd: stdin:/0 stdout:/1 stderr:/2; do
  ln -s "/proc/self/fd${paar#*:}" "dev/${paar%%:*}"
done
mkdir dev/pts dev/net
mknod dev/net/tun c 10 200
mkdir -m 1777 dev/shm
mount -t devpts -o newinstance,ptmxmode=0666 devpts dev/pts
ln -s pts/ptmx dev/ptmx
mkdir -p mnt
pivot_root . mnt
umount -l /mnt
exec env -i container=lxc PATH=/usr/sbin:/usr/bin:/sbin:/bin /sbin/init
"""


def waarom_niet() -> str:
    """Why there can be no such machine here; empty when there can."""
    if os.getuid() != 0:
        return "alleen als root: een eigen Debian met systemd vraagt om namespaces"
    mist = [
        naam
        for naam in ("debootstrap", "unshare", "nsenter", "ip", "pivot_root")
        if not shutil.which(naam)
    ]
    return (
        f"hier ontbreekt {', '.join(mist)}; op Debian: apt install debootstrap iproute2"
        if mist
        else ""
    )


# A machine of its own needs root and namespaces; elsewhere the test says which is missing.
WAAR_HET_KAN = pytest.mark.skipif(bool(waarom_niet()), reason=waarom_niet())


def maak_debian(wortel: Path, naam: str = "trixie") -> None:
    """The smallest Debian with systemd. It fetches packages as this machine does, and trusts the
    same certificates.
    """
    subprocess.run(
        [
            "debootstrap",
            "--variant=minbase",
            "--include=systemd,systemd-sysv,ca-certificates",
            naam,
            wortel,
            SPIEGEL,
        ],
        check=True,
        capture_output=True,
    )
    # It is thrown away: on a busy disk a package would take minutes.
    (wortel / "etc/dpkg/dpkg.cfg.d/proef").write_text("force-unsafe-io\n", encoding="utf-8")
    for pad in (
        "etc/ssl/certs/ca-certificates.crt",
        "etc/resolv.conf",
        *_lijst("etc/apt/apt.conf.d"),
    ):
        if (bron := Path("/") / pad).is_file():
            shutil.copy(bron, wortel / pad)


def omgeving_van_pip() -> dict[str, str]:
    """How this machine fetches packages, for commands that fetch them in another root."""
    pip = {
        naam: waarde
        for naam, waarde in os.environ.items()
        if naam.startswith("PIP_") and "LINKS" not in naam
    }
    return {**pip, "DEBIAN_FRONTEND": "noninteractive"}


def _lijst(map_: str) -> list[str]:
    return [
        str(pad.relative_to("/")) for pad in Path("/", map_).glob("*") if "docker" not in pad.name
    ]


class Machine:
    """A running machine. `doe` is a root shell on it, as after `sudo -i`: in /root, and an error
    does not end what was pasted.
    """

    def __init__(self, wortel: Path, proces: "subprocess.Popen[bytes]", init: int) -> None:
        self.wortel, self.proces, self.init = wortel, proces, init

    def doe(self, opdracht: str, *, internet: bool = False, mag_mislukken: bool = False) -> str:
        """Returns what the shell wrote, errors included. Raises AssertionError with all of it when
        the exit code was not 0.
        """
        namespaces = [
            "--mount",
            "--pid",
            "--uts",
            "--ipc",
            "--cgroup",
            *([] if internet else ["--net"]),
        ]
        eigen = {
            "PATH": "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
            "HOME": "/root",
            "LANG": "C.UTF-8",
        }
        klaar = subprocess.run(
            [
                "nsenter",
                "--target",
                str(self.init),
                *namespaces,
                "--",
                "/bin/bash",
                "-c",
                f"cd /root\n{opdracht}",
            ],
            env={**eigen, **omgeving_van_pip()},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            stdin=subprocess.DEVNULL,
            text=True,
            errors="replace",
        )
        if not mag_mislukken:
            assert klaar.returncode == 0, f"{opdracht}\n---\n{klaar.stdout}"
        return klaar.stdout

    def in_haar_netwerk(self, *opdracht: str) -> list[str]:
        """A command of this machine that reaches the ports of that one."""
        return ["nsenter", "--target", str(self.init), "--net", *opdracht]

    def wacht_op_systemd(self) -> None:
        """Waits until everything that should start has started."""
        grens = time.monotonic() + START_SECONDEN
        while time.monotonic() < grens:
            if self.doe("systemctl is-system-running || true", mag_mislukken=True).strip() in (
                "running",
                "degraded",
            ):
                return
            time.sleep(0.2)
        raise TimeoutError("systemd did not start")


@contextmanager
def loopt(*opdracht: str, zegt: str) -> Iterator["subprocess.Popen[str]"]:
    """A program that runs during this block, from when it says this line on."""
    with subprocess.Popen(
        opdracht, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as proces:
        try:
            assert proces.stdout
            assert proces.stdout.readline() == f"{zegt}\n"
            yield proces
        finally:
            proces.kill()


@contextmanager
def draaiend(wortel: Path) -> Iterator[Machine]:
    """It runs during this block; afterwards nothing of it runs and nothing is mounted."""
    soorten = ["--mount", "--pid", "--cgroup", "--uts", "--ipc", "--net"]
    proces = subprocess.Popen(
        ["unshare", *soorten, "--fork", "--kill-child", "sh", "-c", BEGIN, "begin", wortel]
    )
    try:
        kinderen = Path(f"/proc/{proces.pid}/task/{proces.pid}/children")
        grens = time.monotonic() + START_SECONDEN
        while (
            not (init := kinderen.read_text().split())
            or Path(f"/proc/{init[0]}/exe").readlink().name != "systemd"
        ):
            assert proces.poll() is None, "the machine did not start"
            assert time.monotonic() < grens
            time.sleep(0.1)
        machine = Machine(wortel, proces, int(init[0]))
        machine.wacht_op_systemd()
        yield machine
    finally:
        proces.kill()
        proces.wait()


def verbind(een: tuple[Machine, str], ander: tuple[Machine, str]) -> None:
    """A wire between two machines, each with an address; in the place of one to a machine that is
    gone.
    """
    for machine, _ in (een, ander):
        weg = machine.in_haar_netwerk("ip", "link", "del", "eth0")
        subprocess.run(weg, stderr=subprocess.DEVNULL)  # mostly there is none
    lus = ["ip", "link", "add", "eth0", "netns", str(een[0].init), "type", "veth"]
    subprocess.run([*lus, "peer", "name", "eth0", "netns", str(ander[0].init)], check=True)
    for machine, adres in (een, ander):
        for regel in (f"addr add {adres}/24 dev eth0", "link set eth0 up"):
            subprocess.run(machine.in_haar_netwerk("ip", *regel.split()), check=True)
