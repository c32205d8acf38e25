"""Who may open a view, declared beside the view. One that does not say is closed.

@bp.get("/over")
@access(PUBLIC)
def over() -> Response: ...
"""

from collections.abc import Callable
from enum import Enum
from typing import TypeVar

import werkzeug.wrappers
from flask import Flask, Response, abort, current_app, request
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import Forbidden

View = TypeVar("View", bound=Callable[..., object])
ViewResult = werkzeug.wrappers.Response | str | tuple[str, int]


class Access(Enum):
    """PUBLIC: everybody, and a browser may keep the page until it asks again, or as the view says.

    PERSONAL: everybody, but the page holds somebody's address, answer or words, so nobody keeps it.
    MONITORING: programs of the operator; the view itself decides what they see.
    API: every program, also on a page of another site. CLIENT: a program with a key of the operator
    (`portal.api.sleutelplicht`).
    MEDEWERKER, BEHEERDER and SUDO: whoever is logged in at the helpdesk, as a beheerder, or as one
    who gave password and code again just now (`portal.helpdesk.inlogplicht`).
    """

    PUBLIC = "public"
    PERSONAL = "personal"
    MONITORING = "monitoring"
    API = "api"
    CLIENT = "client"
    MEDEWERKER = "medewerker"
    BEHEERDER = "beheerder"
    SUDO = "sudo"


PUBLIC, PERSONAL, MONITORING, API, CLIENT, MEDEWERKER, BEHEERDER, SUDO = Access
OPEN = PUBLIC, PERSONAL, MONITORING, API  # no guard decides about these
GUARD = "portal.guard"
Guard = Callable[[Access], ResponseReturnValue | None]  # an answer in the place of the view's


class BeheerderOnly(Forbidden):
    """A page for a beheerder, requested by a medewerker."""


def access(level: Access) -> Callable[[View], View]:
    """Declares who may open the view below it."""

    def declare(view: View) -> View:
        view.access = level  # type: ignore[attr-defined]  # a function can have it
        return view

    return declare


def polled(view: View) -> View:
    """A page asks for this one again and again by itself: it keeps no session alive."""
    view.polled = True  # type: ignore[attr-defined]  # a function can have it
    return view


def is_polled(endpoint: str | None) -> bool:
    """Whether the view of this endpoint is asked for without anybody doing something."""
    return hasattr(current_app.view_functions.get(endpoint or ""), "polled")


def from_any_site(view: View) -> View:
    """Declares a view that another site may send a form to: it keeps nothing and knows nobody.

    A view that stores, or that looks at who is logged in, must never have this.
    """
    view.from_any_site = True  # type: ignore[attr-defined]  # a function can have it
    return view


def may_come_from_any_site(endpoint: str | None) -> bool:
    """Whether the view of this endpoint is open to the forms of others."""
    return hasattr(current_app.view_functions.get(endpoint or ""), "from_any_site")


def access_of(endpoint: str | None) -> Access | None:
    """What the view of this endpoint declared; None if there is no view or it declared nothing."""
    return getattr(current_app.view_functions.get(endpoint or ""), "access", None)


def init_app(app: Flask) -> None:
    """Closes every view that declared nothing, and says of each answer who may keep it."""
    app.before_request(_close)
    app.after_request(_say_who_may_keep_it)


def guard(app: Flask, check: Guard, *levels: Access) -> None:
    """Sets who decides about views of these levels. Without a guard they are closed."""
    app.extensions.setdefault(GUARD, {}).update(dict.fromkeys(levels, check))


def _close() -> ResponseReturnValue | None:
    level = access_of(request.endpoint)
    if request.endpoint is None or level in OPEN:
        return None
    guards: dict[Access, Guard] = current_app.extensions.get(GUARD, {})
    return guards[level](level) if level in guards else abort(404)


def _say_who_may_keep_it(response: Response) -> Response:
    if response.status_code < 400 and access_of(request.endpoint) is PUBLIC:
        response.headers.setdefault("Cache-Control", "no-cache")
    else:
        response.headers["Cache-Control"] = "no-store"
        response.headers["X-Robots-Tag"] = "noindex"
    return response
