"""What the page about handing on shows, as a frozen value."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from portal.doorgeven.leveringen import Levering
from portal.doorgeven.stand import Doorgeefstand
from portal.helpdesk.wachtrijpages import Melding


@dataclass(frozen=True, slots=True)
class DoorgevenPage:
    """How it goes. `met_webhook`: messages are sent; `leveringen`: the last ones."""

    stand: Doorgeefstand
    met_webhook: bool
    leveringen: Sequence[Levering]
    melding: Melding | None
    nu: datetime
