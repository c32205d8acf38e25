"""OpenID providers that are not ours, each as a process of its own on a free port of this machine.

They are at `localhost` and the site at 127.0.0.1: two sites, as for a browser they really are.
"""

import json
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPException
from pathlib import Path
from typing import Any

from tests.oidcdienst import CLIENT, GEHEIM
from tests.server import lopend, vrije_poort, wacht_tot

NODE = Path(__file__).parent / "keuring/oidc_provider.mjs"


def instellingen(issuer: str) -> dict[str, str]:
    """Of a site whose colleagues log in there."""
    return {
        "PORTAL_OIDC": issuer, "PORTAL_OIDC_CLIENT": CLIENT, "PORTAL_OIDC_GEHEIM": GEHEIM,
        "PORTAL_SITE": "{waar}",
    }  # fmt: skip


@contextmanager
def oidc_mock(*wie: dict[str, Any]) -> Iterator[str]:
    """`oidc-provider-mock`: it knows these colleagues, by their claims. Gives the issuer."""
    poort = vrije_poort()
    claims = [deel for een in wie for deel in ("--user-claims", json.dumps(een))]
    opdracht = [sys.executable, "-m", "oidc_provider_mock", "--port", str(poort), *claims]
    with _draait(opdracht, poort) as issuer:
        yield issuer


@contextmanager
def oidc_node(modules: Path, poort: int, site: str, jwk: dict[str, Any]) -> Iterator[str]:
    """npm `oidc-provider`, which is certified. It knows this site by a public key."""
    opdracht = ["node", str(NODE), str(modules), str(poort), site, json.dumps(jwk)]
    with _draait(opdracht, poort) as issuer:
        yield issuer


@contextmanager
def _draait(opdracht: list[str], poort: int) -> Iterator[str]:
    issuer = f"http://localhost:{poort}"

    def antwoordt() -> bool:
        assert proces.poll() is None, f"it stopped with {proces.returncode}"
        try:
            urllib.request.urlopen(f"{issuer}/.well-known/openid-configuration").close()  # noqa: S310
        except (OSError, HTTPException):
            return False
        return True

    weg = subprocess.DEVNULL
    with lopend(opdracht, stdout=weg, stderr=weg) as proces:
        wacht_tot(antwoordt)
        yield issuer
