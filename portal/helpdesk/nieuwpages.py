"""What the pages for a caller show, as frozen values. Knows no Flask."""

from dataclasses import dataclass

from portal.helpdesk.nieuwform import BellerForm
from portal.helpdesk.wachtrijpages import GevondenPage, PerDag
from portal.terugbellen.verzoek import Gesprekstaal, Onderwerp, Verzoek
from portal.zelfcheck.adresform import Optie


@dataclass(frozen=True, slots=True)
class NieuwPage:
    """The form. `uid`: of the request it will make; `opties`: the addresses to choose from, when there are several.

    `gevonden`: the requests that the caller may mean; None when nothing was searched.
    """

    form: BellerForm
    uid: str
    vrij: PerDag
    met_mail: bool
    opties: tuple[Optie, ...] = ()
    is_fout: bool = False
    gevonden: GevondenPage | None = None
    talen: tuple[Gesprekstaal, ...] = tuple(Gesprekstaal)
    onderwerpen: tuple[Onderwerp, ...] = tuple(Onderwerp)


@dataclass(frozen=True, slots=True)
class NieuwKlaarPage:
    """Filed. `gespeld`: how to say each sign of the code; `ook_gevraagd`: others with this phone."""

    verzoek: Verzoek
    gespeld: tuple[str, ...]
    ook_gevraagd: tuple[Verzoek, ...]
