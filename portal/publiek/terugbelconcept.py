"""What somebody filled in to be phoned back, in the link. It is stored only when it is filed."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from secrets import token_urlsafe
from typing import Self, cast

from portal.clock import elapsed
from portal.crypto.kenmerk import MAX_LENGTH, Kenmerken, KenmerkError, Part, Purpose, our_content
from portal.forms.form import visible
from portal.terugbellen.formulieren.terugbelform import TerugbelForm
from portal.terugbellen.waarden.verzoek import MeeAdres, Onderwerp
from rules.model import NEDERLANDSE_TIJD

GELDIG = timedelta(hours=24)  # a link in the history of a public computer must not show a name
TE_SNEL = timedelta(seconds=4)  # nobody reads, types and looks over so fast


class TeLang(Exception):
    """More than fits in a link."""


@dataclass(frozen=True, slots=True)
class Concept:
    """A form on its way. `uid`: of the request to be, so that sending a form twice files it once.

    `getypt`: every value of a TerugbelForm.
    """

    uid: str
    begonnen: datetime
    adres: MeeAdres | None
    getypt: tuple[str, ...]

    @classmethod
    def nieuw(
        cls, adres: MeeAdres | None, nu: datetime, *, taal: str, over: Collection[str] = ()
    ) -> Self:
        """An empty form, for a conversation in the language of the page.

        `over`: the onderwerpen to tick; unknown ones are left out.
        """
        gekozen = [onderwerp.value for onderwerp in Onderwerp if onderwerp in over]
        leeg = TerugbelForm(data={"gesprekstaal": taal, "onderwerpen": gekozen})
        return cls(token_urlsafe(16), nu, adres, leeg.alles)

    def is_verlopen(self, nu: datetime) -> bool:
        """Whether the form must be filled in anew."""
        return elapsed(self.begonnen, nu) > GELDIG

    def is_te_snel(self, nu: datetime) -> bool:
        """Whether a program filled it in. Not one from the future: then the clock was set back."""
        return timedelta(0) <= elapsed(self.begonnen, nu) < TE_SNEL

    def schrijf(self, kenmerken: Kenmerken) -> str:
        """The kenmerk. Raises TeLang."""
        adres, mee = self.adres, tuple[Part, ...]()
        if adres:
            mee = (adres.regel_1, adres.regel_2, adres.uitkomst, *adres.delen)
        kop: tuple[Part, ...] = (self.uid, int(self.begonnen.timestamp()), len(mee))
        kenmerk = kenmerken.make(Purpose.TERUGBELLEN, *kop, *mee, *self.getypt)
        if len(kenmerk) > MAX_LENGTH:
            raise TeLang
        return kenmerk

    @classmethod
    @our_content()
    def lees(cls, kenmerken: Kenmerken, kenmerk: str) -> Self:
        """From a kenmerk. Raises KenmerkError."""
        uid, begonnen, aantal, *rest = kenmerken.read(Purpose.TERUGBELLEN, kenmerk)
        mee, getypt = rest[: cast(int, aantal)], rest[cast(int, aantal) :]
        if len(getypt) != len(TerugbelForm.namen()):
            raise KenmerkError("van een formulier met andere velden")
        adres = None
        if mee:
            regel_1, regel_2, uitkomst, *delen = cast(list[str], mee)
            adres = MeeAdres(visible(regel_1), visible(regel_2), uitkomst, tuple(delen))
        moment = datetime.fromtimestamp(cast(int, begonnen), NEDERLANDSE_TIJD)
        return cls(str(uid), moment, adres, tuple(map(str, getypt)))
