"""What the wall board shows."""

from dataclasses import dataclass
from datetime import datetime

from portal.terugbellen.overzichten.bord import Bord


@dataclass(frozen=True, slots=True)
class BordPage:
    """The numbers of `nu`; None when the link, `kenmerk`, no longer works."""

    bord: Bord | None
    kenmerk: str
    nu: datetime
