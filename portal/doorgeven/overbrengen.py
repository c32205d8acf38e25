"""Brings one request to the desk, changes it there, or deletes it there: step by step.

A step looks before it makes something, whenever an earlier try may have made it: the desk may have
done what we never heard it did.
"""

import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from hashlib import sha256
from typing import Any

from portal.doorgeven.balie import Balie
from portal.doorgeven.doorgave import Doorgave, Spoor, Sporen
from portal.doorgeven.openklant import BalieWeigert, BestaatNiet, OpenKlant, Rij, uuid_van
from portal.doorgeven.vertaling import PADEN, Etappe, Opdracht, inhoud
from portal.terugbellen.waarden.verzoek import Verzoek

SOORT = {Etappe.TELEFOON: "telefoonnummer", Etappe.EMAIL: "email"}
HOOFDZAAK = (
    Etappe.KLANTCONTACT,
    Etappe.TAAK,
)  # without these there is nothing left of it there


class Bezet(Exception):
    """Somebody else has this number there."""


class Verdwenen(Exception):
    """It stood there, and somebody deleted it there."""


@dataclass(frozen=True, slots=True)
class Tocht:
    """One request on its way. `zeker`: no earlier try can have made what we do not know of.

    `sporen` is filled as it goes, so that whoever catches an error knows how far it got.
    """

    opdracht: Opdracht
    sporen: Sporen
    zeker: bool


class Overbrenger:
    """For one run: asks once who gets the tasks. Raises what OpenKlant raises."""

    def __init__(self, balie: Balie, desk: OpenKlant) -> None:
        self._balie, self._desk, self._actor = balie, desk, ""

    def breng(
        self,
        rij: Doorgave,
        verzoek: Verzoek,
        sporen: Sporen,
        ander_nummer: Callable[[Doorgave], Doorgave],
        etappes: Iterable[Etappe] = Etappe,
    ) -> Doorgave:
        """These stand there as the request is now; the row, with its number. Raises Verdwenen."""
        opdracht = Opdracht(verzoek, self._balie.kanaal, rij.nummer, rij.merk)
        tocht = Tocht(opdracht, sporen, zeker=rij.pogingen <= 1)
        while True:
            try:
                for etappe in etappes:
                    self._stap(etappe, tocht)
            except Bezet:
                rij = ander_nummer(rij)
                tocht = replace(tocht, opdracht=replace(opdracht, nummer=rij.nummer))
            else:
                return rij

    def wis(self, rij: Doorgave) -> None:
        """Nothing of it is left there.

        First the addresses: they would stay when what they belong to goes.
        """
        klantcontact = self._klantcontact(rij)
        if not klantcontact:
            return
        for betrokkene in self._desk.zoek("betrokkenen", hadKlantcontact__uuid=klantcontact):
            van = uuid_van(betrokkene)
            for adres in self._desk.zoek("digitaleadressen", verstrektDoorBetrokkene__uuid=van):
                self._desk.wis("digitaleadressen", uuid_van(adres))
        self._desk.wis("klantcontacten", klantcontact)

    def is_verwerkt(self, rij: Doorgave) -> bool:
        """Whether the task is done there. Raises BestaatNiet."""
        taak = self._desk.lees(PADEN[Etappe.TAAK], rij.sporen[Etappe.TAAK].uuid)
        return bool(taak.get("status") == "verwerkt")

    def _klantcontact(self, rij: Doorgave) -> str:
        """Its uuid; empty when there is none."""
        if spoor := rij.sporen.get(Etappe.KLANTCONTACT):
            return spoor.uuid
        if not rij.nummer:
            return ""
        gevonden = self._desk.zoek("klantcontacten", referentienummer=rij.nummer)
        return next((uuid_van(kc) for kc in gevonden if _merk(kc) == rij.merk), "")

    def _stap(self, stap: Etappe, tocht: Tocht) -> None:
        uuids = {van: spoor.uuid for van, spoor in tocht.sporen.items()}
        wat, bekend = inhoud(stap, tocht.opdracht, uuids), tocht.sporen.get(stap)
        if wat is None:
            if bekend or not tocht.zeker:
                self._neem_weg(stap, tocht, bekend.uuid if bekend else "")
            return
        gezegd = sha256(json.dumps(wat, sort_keys=True).encode()).hexdigest()[:16]
        if bekend and bekend.gezegd == gezegd:
            return
        uuid = bekend.uuid if bekend else "" if tocht.zeker else self._vind(stap, tocht)
        tocht.sporen[stap] = Spoor(self._zeg(stap, tocht, uuid, wat), gezegd)

    def _zeg(self, stap: Etappe, tocht: Tocht, uuid: str, wat: dict[str, Any]) -> str:
        """Changes it, or makes it; its uuid."""
        if uuid:
            try:
                self._desk.wijzig(PADEN[stap], uuid, wat)
            except BestaatNiet as fout:
                if stap in HOOFDZAAK:
                    raise Verdwenen from fout
            else:
                return uuid
        try:
            return self._desk.maak(PADEN[stap], wat | self._bij_begin(stap))
        except BalieWeigert:
            # Its number is taken: by us, in a try that we never heard the end of, or by another.
            if stap in HOOFDZAAK and (van_ons := self._vind(stap, tocht)):
                self._desk.wijzig(PADEN[stap], van_ons, wat)
                return van_ons
            raise

    def _bij_begin(self, stap: Etappe) -> dict[str, Any]:
        """Only when it is made: whoever gives the task to a colleague there, keeps it there."""
        return {"toegewezenAanActoren": [{"uuid": self._wie()}]} if stap is Etappe.TAAK else {}

    def _neem_weg(self, stap: Etappe, tocht: Tocht, uuid: str) -> None:
        if uuid := uuid or self._vind(stap, tocht):
            self._desk.wis(PADEN[stap], uuid)
        tocht.sporen.pop(stap, None)

    def _vind(self, stap: Etappe, tocht: Tocht) -> str:
        """The uuid of what this step made before; empty when it did not. Raises Bezet."""
        zelfde_nummer = {"referentienummer": tocht.opdracht.nummer}
        if stap is Etappe.KLANTCONTACT:
            gevonden = self._desk.zoek(PADEN[stap], **zelfde_nummer)
            return _van_ons(gevonden, lambda rij: _merk(rij) == tocht.opdracht.merk)
        klantcontact = tocht.sporen[Etappe.KLANTCONTACT].uuid
        if stap is Etappe.TAAK:
            gevonden = self._desk.zoek(PADEN[stap], **zelfde_nummer)
            return _van_ons(gevonden, lambda rij: _waarvan(rij) == klantcontact)
        if stap is Etappe.BETROKKENE:
            gevonden = self._desk.zoek(PADEN[stap], hadKlantcontact__uuid=klantcontact)
        else:
            betrokkene = tocht.sporen[Etappe.BETROKKENE].uuid
            alle = self._desk.zoek(PADEN[stap], verstrektDoorBetrokkene__uuid=betrokkene)
            gevonden = [rij for rij in alle if rij.get("soortDigitaalAdres") == SOORT[stap]]
        return uuid_van(gevonden[0]) if gevonden else ""

    def _wie(self) -> str:
        """The uuid of the actor; makes it when the desk does not know it."""
        if not self._actor:
            gegevens = self._balie.actor_gegevens
            kenmerken = gegevens["actoridentificator"]
            vraag = {f"actoridentificator{n[0].upper()}{n[1:]}": w for n, w in kenmerken.items()}
            gevonden = self._desk.zoek("actoren", **vraag)
            bestaat = uuid_van(gevonden[0]) if gevonden else ""
            self._actor = bestaat or self._desk.maak("actoren", gegevens)
        return self._actor


def _van_ons(rijen: list[Rij], is_van_ons: Callable[[Rij], bool]) -> str:
    eigen: Iterator[Rij] = filter(is_van_ons, rijen)
    if rij := next(eigen, None):
        return uuid_van(rij)
    if rijen:
        raise Bezet
    return ""


def _merk(klantcontact: Rij) -> object:
    return (klantcontact.get("metadata") or {}).get("merk")


def _waarvan(taak: Rij) -> object:
    return (taak.get("aanleidinggevendKlantcontact") or {}).get("uuid")
