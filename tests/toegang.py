"""Which views an application has, by who may open them."""

from flask import Flask

from portal.web.access import BEHEERDER, MEDEWERKER, PERSONAL, PUBLIC, SUDO, Access, access_of

OPEN = (PUBLIC, PERSONAL)
GESLOTEN = (MEDEWERKER, BEHEERDER, SUDO)


def toegang(app: Flask) -> dict[str, Access | None]:
    """Each endpoint that has a route, with what its view declared."""
    with app.app_context():
        return {regel.endpoint: access_of(regel.endpoint) for regel in app.url_map.iter_rules()}


def views(app: Flask, *wie: Access) -> set[str]:
    """The endpoints for these."""
    return {endpoint for endpoint, mag in toegang(app).items() if mag in wie}
