"""Replaces the register: builds a new file beside it, compares, swaps them in one rename.

A load that fails, for whatever reason, leaves the old register as it was. Refused rows go to a
report beside it.
"""

import json
from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from pathlib import Path

from portal.adressen.laden.bouwen import Laadverslag, vul
from portal.adressen.laden.rij import BestandFout, Gelezen
from portal.adressen.register import AdresStore, RegisterOntbreekt
from portal.storage.replacement import AlreadyRunning, prepare, put_in_place, replace_file

MAX_DALING = 0.02  # of the addresses of a gemeente, or of all
MAX_GEWEIGERD = 0.1  # of the rows that were read
GENOEMD = 10  # reasons


def laad_register(
    rijen: Iterable[Gelezen],
    doel: Path,
    *,
    bron: str,
    nu: datetime,
    toch: bool = False,
    overgeslagen: Mapping[str, int] | None = None,
    meld: Callable[[int], None] = lambda _: None,
) -> Laadverslag:
    """Replaces the register at `doel` by these rows. Raises BestandFout; then nothing has changed.

    `toch` is needed when a gemeente keeps less than 98 % of its addresses, or when that cannot be
    told; and when a tenth of the rows is refused. `overgeslagen`: how many rows the reader passed
    over, known when `rijen` ends. `meld` is told the rows done.
    """
    try:
        with prepare(doel) as klad:
            over = {"bron": bron, "geladen_op": nu.isoformat(timespec="minutes")}
            verslag = vul(klad, rijen, doel, {**over, "voorbeeld": "nee"}, meld)
            verslag.vorige = _lees_vorige(doel, toch)
            if not toch:
                _controleer(verslag, sum((overgeslagen or {}).values()))
            put_in_place(klad / doel.name, doel)
            geteld = json.dumps({**over, "per_gemeente": verslag.per_gemeente}, indent=1)
            with replace_file(vorige(doel)) as deel:
                deel.write_text(geteld, encoding="utf-8")
    except AlreadyRunning as fout:
        raise BestandFout("er wordt al een register geladen. Wacht tot dat klaar is") from fout
    return verslag


def _controleer(verslag: Laadverslag, overgeslagen: int) -> None:
    """Raises BestandFout for what only a person can accept."""
    klopt = "Klopt dat? Geef dan --toch mee"
    if dalingen := _dalingen(verslag):
        regels = "\n  ".join(dalingen)
        zin = f"het nieuwe register heeft minder adressen dan het oude:\n  {regels}\n{klopt}"
        raise BestandFout(zin)
    geweigerd = verslag.geweigerd.total()
    gelezen = verslag.aantal + verslag.dubbel + geweigerd + overgeslagen
    if geweigerd and geweigerd >= gelezen * MAX_GEWEIGERD:
        vaakst = verslag.geweigerd.most_common(GENOEMD)
        redenen = (f"{keer} keer: {reden}" for reden, keer in vaakst)
        regels = "\n  ".join((*redenen, f"Ze staan in {verslag.rapport}."))
        zin = f"van de {gelezen} rijen zijn er {geweigerd} onbruikbaar:\n  {regels}\n{klopt}"
        raise BestandFout(zin)


def _dalingen(verslag: Laadverslag) -> list[str]:
    """The gemeenten (and "alles samen") that lose more than MAX_DALING of their addresses."""
    nu_per_gemeente, vorige = verslag.per_gemeente, sorted(verslag.vorige.items())
    paren = [(naam or "onbekend", was, nu_per_gemeente.get(naam, 0)) for naam, was in vorige]
    paren.append(("alles samen", sum(verslag.vorige.values()), verslag.aantal))
    return [f"{naam} van {was} naar {nu}" for naam, was, nu in paren if nu < was * (1 - MAX_DALING)]


def vorige(doel: Path) -> Path:
    """Where the last load of a real register left its counts, to outlive a lost register."""
    return doel.with_name(f"{doel.stem}-geladen.json")


def _lees_vorige(doel: Path, toch: bool) -> dict[str, int]:
    """How many addresses each gemeente had at the last load; empty when there was none.

    Raises BestandFout.
    """
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
        "wat er eerst geladen was is niet te lezen, dus er is niets om mee te vergelijken."
        " Geef --toch mee"
    )


def _is_voorbeeld(store: AdresStore) -> bool:
    try:
        return store.info().is_voorbeeld
    except RegisterOntbreekt:
        return False
