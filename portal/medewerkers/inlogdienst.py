"""The provider with which colleagues of this organisation log in, as the settings describe it."""

from dataclasses import dataclass
from typing import Self

from portal import clock
from portal.config.settings import Settings
from portal.medewerkers.koppeling import Koppelingen
from portal.medewerkers.medewerker import Medewerkerrol
from portal.oidc.client import OidcClient
from portal.oidc.proof import Proof
from portal.oidc.provider import Provider
from portal.storage.database import PortalDatabase


@dataclass(frozen=True, slots=True)
class Inlogdienst:
    """`naam`: what colleagues call their account there. `site`: ours, where it sends them back."""

    naam: str
    uitgever: str
    site: str
    client: OidcClient
    koppelingen: Koppelingen

    @classmethod
    def open(cls, settings: Settings, bestand: PortalDatabase) -> Self | None:
        """None when colleagues have an account of this site. Asks nothing yet."""
        if not settings.oidc:
            return None
        bewijs = Proof(settings.oidc_client, settings.oidc_geheim, settings.oidc_sleutel)
        groepen = {
            Medewerkerrol.MEDEWERKER: settings.oidc_medewerker,
            Medewerkerrol.BEHEERDER: settings.oidc_beheerder,
        }
        return cls(
            naam=settings.oidc_naam,
            uitgever=settings.oidc,
            site=settings.site,
            client=OidcClient(
                Provider(settings.oidc, clock.monotonic), bewijs, settings.oidc_rolclaim
            ),
            koppelingen=Koppelingen(bestand, groepen),
        )
