"""What the pages for a caller show, as frozen values. Knows no Flask."""

from dataclasses import dataclass

from portal.helpdesk.nieuwform import NieuwForm
from portal.helpdesk.wachtrijpages import PerDag
from portal.terugbellen.verzoek import Gesprekstaal, Onderwerp, Verzoek
from portal.zelfcheck.forms import Optie


@dataclass(frozen=True, slots=True)
class NieuwPage:
    """The form. `uid`: of the request it will make; `opties`: the addresses to choose from, when there are several."""

    form: NieuwForm
    uid: str
    opties: tuple[Optie, ...]
    vrij: PerDag
    met_mail: bool
    is_fout: bool
    talen: tuple[Gesprekstaal, ...] = tuple(Gesprekstaal)
    onderwerpen: tuple[Onderwerp, ...] = tuple(Onderwerp)


@dataclass(frozen=True, slots=True)
class NieuwKlaarPage:
    """Filed. `gespeld`: how to say each sign of the code; `ook_gevraagd`: others with this phone."""

    verzoek: Verzoek
    gespeld: tuple[str, ...]
    ook_gevraagd: tuple[Verzoek, ...]
