"""Who guesses on is slowed down: after three failures for one name, a minute's wait.

That wait is not counted for the lock.
"""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from flask import Flask

from portal.helpdesk.inlogplicht import PAD
from portal.services import Loket
from portal.storage.rate_limits import LIMITS, Counted
from tests.conftest import NU
from tests.medewerkers import maak_account

INLOGGEN = f"{PAD}/inloggen"
Goed = Iterator[tuple[str, str]]


def probeer(
    helpdesk: Flask, naam: str, getypt: str, code: str = "", *, van: str = "192.0.2.10"
) -> int:
    """The status of the page one comes to: 200 inside, 422 wrong, 429 must wait."""
    client = helpdesk.test_client()
    velden = {"naam": naam, "wachtwoord": getypt, "code": code}
    antwoord = client.post(INLOGGEN, data=velden, environ_overrides={"REMOTE_ADDR": van})
    return client.get(antwoord.location).status_code


@pytest.fixture
def goed(loket: Loket) -> Goed:
    """Anna's password with a code, again and again."""
    _, inlog = maak_account(loket, "Anna")
    return ((inlog.wachtwoord, code) for code in inlog.herstelcodes)


def test_na_drie_snelle_fouten_is_het_een_minuut_wachten(
    helpdesk: Flask, goed: Goed, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert [probeer(helpdesk, "Anna", "fout") for _ in range(4)] == [422, 422, 422, 429]
    assert probeer(helpdesk, "Anna", *next(goed)) == 429, "the right password tells nothing"
    assert probeer(helpdesk, "Anna", *next(goed), van="198.51.100.7") == 200, (
        "a colleague elsewhere is not slowed down"
    )
    monkeypatch.setattr("portal.clock.now", lambda: NU + timedelta(minutes=1))
    assert probeer(helpdesk, "Anna", *next(goed)) == 200


def test_wie_binnen_de_minuut_doorgaat_komt_daardoor_niet_op_slot(
    helpdesk: Flask, goed: Goed, monkeypatch: pytest.MonkeyPatch
) -> None:
    slot = LIMITS[Counted.INLOGGEN_NAAM].times
    assert [probeer(helpdesk, "Anna", "fout") for _ in range(slot + 3)].count(422) == 3
    monkeypatch.setattr("portal.clock.now", lambda: NU + timedelta(minutes=1))
    assert probeer(helpdesk, "Anna", *next(goed)) == 200


def test_daarna_gaat_de_naam_hier_wel_op_slot(
    helpdesk: Flask, goed: Goed, monkeypatch: pytest.MonkeyPatch
) -> None:
    standen = []
    for minuut in range(3):
        monkeypatch.setattr("portal.clock.now", lambda op=NU + timedelta(minutes=minuut): op)
        standen += [probeer(helpdesk, "Anna", "fout") for _ in range(3)]
    assert standen == [422, 422, 422, 422, 422, 429, 429, 429, 429]
    assert probeer(helpdesk, "Anna", *next(goed)) == 429


def test_goed_inloggen_telt_niet_mee(helpdesk: Flask, goed: Goed) -> None:
    assert [probeer(helpdesk, "Anna", *next(goed)) for _ in range(6)] == [200] * 6
