"""A disk as it may be after a power cut: replays the system calls that strace saw up to a point,
and then cuts the power.

What a file held at its last fsync is there. Each sector of 512 bytes written since is in any of the
states it has been in, and so is the length of the file. Names (made, renamed, removed) come back in
the order of the journal, up to any point after the last fsync of their folder. That is less than
ext4 and XFS keep, and all that POSIX promises. SQLite's -shm is memory: it comes back as zeros.
"""

import random
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

SECTOR = 512
ROEPT = (
    "openat,open,creat,close,dup,dup2,dup3,fcntl,lseek,write,pwrite64,writev,pwritev,pwritev2,"
    "sendfile,copy_file_range,mmap,"
    "ftruncate,truncate,fallocate,fsync,fdatasync,rename,renameat,renameat2,unlink,unlinkat,mkdir,"
    "mkdirat,rmdir,link,linkat,symlinkat"
)
_REGEL = re.compile(r"(?P<pid>\d+) +(?P<rest>.*)")
_ROEP = re.compile(
    r"(?P<naam>\w+)\((?P<args>.*)\) += (?P<uit>-?\d+|0x[0-9a-f]+|\?)(?: .*)?", re.DOTALL
)
_HERVAT = re.compile(r"<\.\.\. \w+ resumed>(?P<rest>.*)", re.DOTALL)
_ONAF = " <unfinished ...>"
_TEKST = re.compile(r'"((?:\\x[0-9a-f]{2})*)"')


@dataclass(frozen=True, slots=True)
class Roep:
    """One system call that succeeded: `args` as strace writes them, in C words; `uit` is its
    result.
    """

    naam: str
    args: tuple[str, ...]
    uit: int

    def getal(self, plek: int) -> int:
        return int(self.args[plek], 0)

    def bytes(self, plek: int) -> bytes:
        gevonden = _TEKST.fullmatch(self.args[plek])
        assert gevonden, f"strace cut this off: {self.args[plek][:80]}"
        return bytes.fromhex(gevonden[1].replace("\\x", ""))


def lees_strace(pad: Path) -> Iterator[Roep]:
    """Every call of `strace -f -xx` that succeeded, in the order in which they ended."""
    half: dict[str, str] = {}
    with pad.open(encoding="ascii") as regels:
        for regel in regels:
            gevonden = _REGEL.fullmatch(regel.rstrip("\n"))
            assert gevonden, regel[:200]
            pid, rest = gevonden["pid"], gevonden["rest"]
            if rest.startswith(("+++", "---")):
                continue
            if hervat := _HERVAT.fullmatch(rest):
                rest = half.pop(pid) + hervat["rest"]
            if rest.endswith(_ONAF):
                half[pid] = rest.removesuffix(_ONAF)
                continue
            roep = _ROEP.fullmatch(rest)
            assert roep, rest[:200]
            if not roep["uit"].startswith(("-", "?")):
                yield Roep(roep["naam"], tuple(roep["args"].split(", ")), int(roep["uit"], 0))


@dataclass(slots=True)
class Bestand:
    """An inode: what is surely on the disk, and what was done since: (place, bytes), or (length,
    None) for a truncate.
    """

    vast: bytes = b""
    los: list[tuple[int, bytes | None]] = field(default_factory=list)
    nu: bytearray = field(default_factory=bytearray)

    def schrijf(self, plek: int, inhoud: bytes) -> None:
        self.los.append((plek, inhoud))
        _zet(self.nu, plek, inhoud)

    def kap(self, lengte: int) -> None:
        self.los.append((lengte, None))
        _kap(self.nu, lengte)

    def sync(self) -> None:
        self.vast, self.los = bytes(self.nu), []

    def na_stroomuitval(self, gooi: random.Random) -> bytes:
        """The contents as they may be found. Half of the time all was written up to some moment;
        otherwise each sector has a moment of its own.
        """
        sectoren, lengtes = self._geschiedenis()
        tot = gooi.randint(0, len(self.los)) if gooi.random() < 0.5 else None

        def kies(standen: list[tuple[int, Any]]) -> Any:
            if tot is None:
                return gooi.choice(standen)[1]
            geweest = [stand for wanneer, stand in standen if wanneer <= tot]
            bezig = [
                stand for wanneer, stand in standen if wanneer == tot + 1
            ]  # the one write that was busy is torn
            return gooi.choice([geweest[-1], *bezig])

        uit = bytearray(self.vast)
        for sector, standen in sectoren.items():
            _zet(uit, sector * SECTOR, kies(standen))
        _kap(uit, kies(lengtes))
        return bytes(uit)

    def _geschiedenis(self) -> tuple[dict[int, list[tuple[int, bytes]]], list[tuple[int, int]]]:
        """For each sector that changed since the last fsync, and for the length: what it was after
        which change.
        """
        stand, lengtes = bytearray(self.vast), [(0, len(self.vast))]
        sectoren: dict[int, list[tuple[int, bytes]]] = {}
        for wanneer, (plek, inhoud) in enumerate(self.los, start=1):
            tot = max(plek, len(stand)) if inhoud is None else plek + len(inhoud)
            raakt = range(plek // SECTOR, -(-tot // SECTOR))
            eerst = {sector: _sector(stand, sector) for sector in raakt}
            _kap(stand, plek) if inhoud is None else _zet(stand, plek, inhoud)
            for sector in raakt:
                sectoren.setdefault(sector, [(0, eerst[sector])]).append(
                    (wanneer, _sector(stand, sector))
                )
            lengtes.append((wanneer, len(stand)))
        return sectoren, lengtes


def _sector(inhoud: bytearray, sector: int) -> bytes:
    return bytes(inhoud[sector * SECTOR : (sector + 1) * SECTOR]).ljust(SECTOR, b"\0")


def _zet(inhoud: bytearray, plek: int, nieuw: bytes) -> None:
    inhoud.extend(bytes(max(0, plek - len(inhoud))))
    inhoud[plek : plek + len(nieuw)] = nieuw


def _kap(inhoud: bytearray, lengte: int) -> None:
    del inhoud[lengte:]
    inhoud.extend(bytes(lengte - len(inhoud)))


@dataclass(frozen=True, slots=True)
class Naam:
    """A change of names: `pad` becomes this inode, a folder (True) or nothing (None)."""

    pad: Path
    wat: Bestand | bool | None

    def doe(self, namen: dict[Path, Bestand | bool]) -> None:
        if self.wat is None:
            del namen[self.pad]
        else:
            namen[self.pad] = self.wat


@dataclass(slots=True)
class Open:
    """An open file: shared by every descriptor that was duplicated from it."""

    pad: Path
    bestand: Bestand | None
    plek: int = 0
    achteraan: bool = False


class Schijf:
    """Everything under `wortel`, which starts as an empty folder. The descriptors belong to one
    process, with all its threads.
    """

    def __init__(self, wortel: Path, merk: Path) -> None:
        self._wortel, self._merk = wortel, merk
        self._open: dict[int, Open] = {}
        self._vast: dict[Path, Bestand | bool] = {}
        self._nu: dict[Path, Bestand | bool] = {}
        self._los: list[tuple[Naam, ...]] = []  # each all or nothing: a rename is two names

    def speel(self, roep: Roep) -> bytes | None:
        """Applies one more call. Returns what was written to the file of marks, and None for
        anything else.
        """
        doe = getattr(self, f"_doe_{roep.naam}", None)
        if doe is None:
            assert not self._raakt(roep), f"{roep.naam}: a call that this disk does not know"
            return None
        antwoord: bytes | None = doe(roep)
        return antwoord

    def _raakt(self, roep: Roep) -> bool:
        """Whether a call concerns us: a path, or a descriptor."""
        wortel = "\\x" + str(self._wortel).encode().hex(" ").replace(" ", "\\x")
        onze = {str(nummer) for nummer, los in self._open.items() if los.bestand}
        return any(wortel in arg for arg in roep.args) or roep.args[0] in onze

    def bestanden(self) -> list[tuple[Path, Bestand]]:
        """Every file as the running programs see it."""
        return [(pad, wat) for pad, wat in self._nu.items() if isinstance(wat, Bestand)]

    def val_uit(self, doel: Path, gooi: random.Random) -> None:
        """The disk as it may be found now, written in the empty folder `doel`."""
        namen = dict(self._vast)
        for stap in self._los[: gooi.randint(0, len(self._los))]:
            for naam in stap:
                naam.doe(namen)
        for pad, wat in sorted(namen.items(), key=lambda paar: len(paar[0].parts)):
            hier = doel / pad.relative_to(self._wortel)
            if isinstance(wat, Bestand):
                if hier.parent.is_dir():
                    hier.write_bytes(
                        bytes(len(wat.nu))
                        if pad.name.endswith("-shm")
                        else wat.na_stroomuitval(gooi)
                    )
            else:
                hier.mkdir()

    # names ----------------------------------------------------------------------------------------

    def _pad(self, map_: str, tekst: bytes) -> Path:
        pad = Path(tekst.decode())
        if pad.is_absolute() or map_ == "AT_FDCWD":
            return pad.absolute()
        los = self._open.get(int(map_))
        return los.pad / pad if los else Path("/elders")

    def _hernoem(self, *namen: Naam) -> None:
        stap = tuple(naam for naam in namen if self._is_van_ons(naam.pad))
        for naam in stap:
            naam.doe(self._nu)
        if stap:
            self._los.append(stap)

    def _is_van_ons(self, pad: Path) -> bool:
        return pad.is_relative_to(self._wortel) and pad != self._wortel

    def _doe_openat(self, roep: Roep) -> None:
        pad, vlaggen = self._pad(roep.args[0], roep.bytes(1)), roep.args[2].split("|")
        bestand = None
        if self._is_van_ons(pad) and "O_DIRECTORY" not in vlaggen:
            if pad not in self._nu and "O_CREAT" in vlaggen:
                self._hernoem(Naam(pad, Bestand()))
            gevonden = self._nu[pad]
            bestand = gevonden if isinstance(gevonden, Bestand) else None
            if bestand and "O_TRUNC" in vlaggen and bestand.nu:
                bestand.kap(0)
        self._open[roep.uit] = Open(pad, bestand, achteraan="O_APPEND" in vlaggen)

    def _doe_mkdirat(self, roep: Roep) -> None:
        self._hernoem(Naam(self._pad(roep.args[0], roep.bytes(1)), True))

    def _doe_mkdir(self, roep: Roep) -> None:
        self._hernoem(Naam(self._pad("AT_FDCWD", roep.bytes(0)), True))

    def _doe_unlink(self, roep: Roep) -> None:
        self._hernoem(Naam(self._pad("AT_FDCWD", roep.bytes(0)), None))

    _doe_rmdir = _doe_unlink

    def _doe_unlinkat(self, roep: Roep) -> None:
        self._hernoem(Naam(self._pad(roep.args[0], roep.bytes(1)), None))

    def _doe_rename(self, roep: Roep) -> None:
        van, naar = (self._pad("AT_FDCWD", roep.bytes(plek)) for plek in (0, 1))
        assert self._is_van_ons(van) == self._is_van_ons(naar), "a rename from or to elsewhere"
        if self._is_van_ons(van):
            self._hernoem(Naam(naar, self._nu[van]), Naam(van, None))

    def _sync_map(self, pad: Path) -> None:
        """In the order of the journal: what came before goes along."""
        raakt = [n for n, stap in enumerate(self._los) for naam in stap if naam.pad.parent == pad]
        klaar = raakt[-1] + 1 if raakt else 0
        for stap in self._los[:klaar]:
            for naam in stap:
                naam.doe(self._vast)
        self._los = self._los[klaar:]

    # content --------------------------------------------------------------------------------------

    def _doe_close(self, roep: Roep) -> None:
        self._open.pop(roep.getal(0), None)

    def _doe_dup(self, roep: Roep) -> None:
        if los := self._open.get(roep.getal(0)):
            self._open[roep.uit] = los

    _doe_dup2 = _doe_dup3 = _doe_dup

    def _doe_fcntl(self, roep: Roep) -> None:
        if roep.args[1].startswith("F_DUPFD"):
            self._doe_dup(roep)

    def _doe_lseek(self, roep: Roep) -> None:
        if los := self._open.get(roep.getal(0)):
            los.plek = roep.uit

    def _doe_write(self, roep: Roep) -> bytes | None:
        los, inhoud = (
            self._open.get(roep.getal(0)),
            roep.bytes(1)[: roep.uit] if self._volgt(roep) else b"",
        )
        if los and los.pad == self._merk:
            return inhoud
        if los and los.bestand:
            los.plek = len(los.bestand.nu) if los.achteraan else los.plek
            los.bestand.schrijf(los.plek, inhoud)
            los.plek += len(inhoud)
        return None

    def _volgt(self, roep: Roep) -> bool:
        los = self._open.get(roep.getal(0))
        return bool(los and (los.bestand or los.pad == self._merk))

    def _doe_pwrite64(self, roep: Roep) -> None:
        if (los := self._open.get(roep.getal(0))) and los.bestand:
            los.bestand.schrijf(roep.getal(3), roep.bytes(1)[: roep.uit])

    def _doe_sendfile(self, roep: Roep) -> None:
        """shutil.copyfile: from one of our files, at the offset that is given."""
        naar, van = self._open[roep.getal(0)], self._open[roep.getal(1)]
        assert naar.bestand is None or van.bestand, "a copy of what this disk does not have"
        if naar.bestand and van.bestand and roep.uit:
            plek = int(re.sub(r"\D.*", "", roep.args[2].strip("[")))
            naar.bestand.schrijf(naar.plek, bytes(van.bestand.nu[plek : plek + roep.uit]))
            naar.plek += roep.uit

    def _doe_ftruncate(self, roep: Roep) -> None:
        if (
            (los := self._open.get(roep.getal(0)))
            and los.bestand
            and len(los.bestand.nu) != roep.getal(1)
        ):
            los.bestand.kap(roep.getal(1))

    def _doe_fsync(self, roep: Roep) -> None:
        los = self._open[roep.getal(0)]
        if los.bestand:
            los.bestand.sync()
        else:
            self._sync_map(los.pad)

    _doe_fdatasync = _doe_fsync

    def _doe_mmap(self, roep: Roep) -> None:
        """Read-only, or shared memory: writes through memory would not be seen here."""
        los = self._open.get(int(roep.args[4])) if roep.args[4].isdecimal() else None
        if los and los.bestand and "MAP_SHARED" in roep.args[3] and "PROT_WRITE" in roep.args[2]:
            assert los.pad.name.endswith("-shm"), los.pad
