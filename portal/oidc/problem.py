"""Why logging in at the provider did not work."""

from enum import StrEnum


class OidcReason(StrEnum):
    """What a person must be told; the log has the rest.

    UNAVAILABLE: no usable answer in time. CLOCK: its clock and ours differ too much. REFUSED: it
    refuses us, or we do not believe it.
    """

    UNAVAILABLE = "unavailable"
    CLOCK = "clock"
    REFUSED = "refused"


class OidcError(Exception):
    """Says what was wrong, and never what stood in an answer."""

    def __init__(self, reason: OidcReason, problem: str) -> None:
        super().__init__(problem)
        self.reason = reason
