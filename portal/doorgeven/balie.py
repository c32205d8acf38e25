"""The desk of another organisation, as the operator set it."""

from dataclasses import dataclass, field
from typing import Any, Self

from portal.config.handover import Eigenaar
from portal.config.settings import Settings

# In which register of the desk each kind of actor is known, as KISS makes them.
_REGISTER = {"afd": ("obj", "idf"), "grp": ("obj", "idf"), "mdw": ("handmatig", "email")}


@dataclass(frozen=True, slots=True)
class Balie:
    """Where requests go. `zij_bellen`: the desk phones, and here a request is only read.

    `actor`: who gets the task there, as `grp:Terugbellen`.
    """

    url: str
    token: str = field(repr=False)
    naam: str
    actor: str
    kanaal: str
    zij_bellen: bool

    @classmethod
    def uit(cls, settings: Settings) -> Self | None:
        """None when nothing goes anywhere."""
        if not settings.klant:
            return None
        return cls(
            settings.klant,
            settings.klant_token,
            settings.klant_naam,
            settings.klant_actor,
            settings.klant_kanaal,
            settings.klant_eigenaar is Eigenaar.ZIJ,
        )

    @property
    def actor_gegevens(self) -> dict[str, Any]:
        """The actor, as it is made there when it is not known."""
        soort, _, naam = self.actor.partition(":")
        register, soort_id = _REGISTER[soort]
        return {
            "naam": naam[:200],
            "soortActor": "medewerker" if soort == "mdw" else "organisatorische_eenheid",
            "indicatieActief": True,
            "actoridentificator": {
                "objectId": naam[:200],
                "codeObjecttype": soort,
                "codeRegister": register,
                "codeSoortObjectId": soort_id,
            },
        }
