"""Replaces the register: builds a file beside the old one, compares, and puts it in place in one rename.

A load that fails, for whatever reason, leaves the old register as it was. Refused rows go to a report beside it.
"""

import json
from collections.abc import Callable, Iterable
from datetime import datetime
from pathlib import Path

from portal.adressen.laden.bouwen import Laadverslag, vul
from portal.adressen.laden.rij import BestandFout, GeweigerdeRij, Rij
from portal.adressen.register import AdresStore, RegisterOntbreekt
from portal.storage.replacement import AlreadyRunning, prepare, put_in_place, replace_file

MAX_DALING = 0.02  # of the addresses of a gemeente, or of all


def laad_register(
    rijen: Iterable[Rij | GeweigerdeRij],
    doel: Path,
    *,
    bron: str,
    nu: datetime,
    toch: bool = False,
    meld: Callable[[int], None] = lambda _: None,
) -> Laadverslag:
    """Replaces the register at `doel` by these rows. Raises BestandFout; then nothing has changed.

    A load that leaves a gemeente with less than 98 % of the addresses it has now, or that cannot tell, needs `toch`. `meld` is
    told the rows done.
    """
    try:
        with prepare(doel) as klad:
            over = {"bron": bron, "geladen_op": nu.isoformat(timespec="minutes")}
            verslag = vul(klad, rijen, doel, {**over, "voorbeeld": "nee"}, meld)
            verslag.vorige = _lees_vorige(doel, toch)
            if not toch and (dalingen := _dalingen(verslag)):
                regels = "\n  ".join(dalingen)
                raise BestandFout(
                    f"het nieuwe register heeft minder adressen dan het oude:\n  {regels}\nKlopt dat? Geef dan --toch mee"
                )
            put_in_place(klad / doel.name, doel)
            with replace_file(vorige(doel)) as deel:
                deel.write_text(
                    json.dumps({**over, "per_gemeente": verslag.per_gemeente}, indent=1),
                    encoding="utf-8",
                )
    except AlreadyRunning as fout:
        raise BestandFout("er wordt al een register geladen. Wacht tot dat klaar is") from fout
    return verslag


def _dalingen(verslag: Laadverslag) -> list[str]:
    """The gemeenten (or "alles samen") that lose more than MAX_DALING of their addresses, in words."""
    paren = [
        (naam or "onbekend", was, verslag.per_gemeente.get(naam, 0))
        for naam, was in sorted(verslag.vorige.items())
    ]
    paren.append(("alles samen", sum(verslag.vorige.values()), verslag.aantal))
    return [f"{naam} van {was} naar {nu}" for naam, was, nu in paren if nu < was * (1 - MAX_DALING)]


def vorige(doel: Path) -> Path:
    """What the last load of a real register counted. It outlives a register that is lost or damaged."""
    return doel.with_name(f"{doel.stem}-geladen.json")


def _lees_vorige(doel: Path, toch: bool) -> dict[str, int]:
    """How many addresses each gemeente had at the last load; nothing when there was none. Raises BestandFout."""
    try:
        gelezen: dict[str, int] = dict(json.loads(vorige(doel).read_bytes())["per_gemeente"])
    except FileNotFoundError:
        store = AdresStore(doel)
        if toch or not doel.exists() or store.is_oud_voorbeeld() or _is_voorbeeld(store):
            return {}
    except (ValueError, TypeError, KeyError):
        if toch:
            return {}
    else:
        return gelezen
    raise BestandFout(
        "wat er eerst geladen was is niet te lezen, dus er is niets om mee te vergelijken. Geef --toch mee"
    )


def _is_voorbeeld(store: AdresStore) -> bool:
    try:
        return store.info().is_voorbeeld
    except RegisterOntbreekt:
        return False
