"""What the next page says about the form that was just sent. It travels in the URL as one of these values, never as text."""

from enum import StrEnum


class Melding(StrEnum):
    """What happened. The words are in `woorden`."""

    GEPAKT = "gepakt"
    LOSGELATEN = "losgelaten"
    OVERGEDRAGEN = "overgedragen"
    POGING = "poging"
    NOTITIE = "notitie"
    VERPLAATST = "verplaatst"
    GESLOTEN = "gesloten"
    HEROPEND = "heropend"
    INGETROKKEN = "ingetrokken"
    VERWIJDERD = "verwijderd"
    ANDER_HEEFT = "ander_heeft"
    VERANDERD = "veranderd"
    NIET_OPEN = "niet_open"
    TIJDVAK_VOL = "tijdvak_vol"
    COLLEGA_WEG = "collega_weg"
    GENOEG_GEPROBEERD = "genoeg_geprobeerd"
    OPNIEUW_PAST_NIET = "opnieuw_past_niet"
    NIETS_GEKOZEN = "niets_gekozen"
    NOTITIE_LEEG = "notitie_leeg"
    NOTITIE_VERVANGEN = "notitie_vervangen"
    CODE_KLOPT_NIET = "code_klopt_niet"

    @property
    def is_fout(self) -> bool:
        """It did not succeed."""
        return self not in _GELUKT

    @classmethod
    def lees(cls, tekst: str) -> "Melding | None":
        """From a URL; None for what is not ours."""
        return cls(tekst) if tekst in set(cls) else None


_GELUKT = frozenset(
    {
        Melding.GEPAKT, Melding.LOSGELATEN, Melding.OVERGEDRAGEN, Melding.POGING, Melding.NOTITIE, Melding.VERPLAATST,
        Melding.GESLOTEN, Melding.HEROPEND, Melding.INGETROKKEN, Melding.VERWIJDERD,
    }
)  # fmt: skip
