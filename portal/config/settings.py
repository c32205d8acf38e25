"""Settings from the environment, read once and checked all at once.

Nothing else in the project reads the environment.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from pathlib import Path
from typing import Any, Self
from urllib.parse import urlsplit

from portal.config.database_url import database_problems
from portal.config.handover import Eigenaar, desk_problems, webhook_problems
from portal.config.login import login_problems
from portal.config.table import PDOK_URL, SETTINGS
from portal.config.values import (
    Bronkeuze,
    Grondslag,
    Network,
    alarm_problems,
    comma_list,
    mail_problems,
    secret_problems,
    token_problems,
)

HELPDESK = "/helpdesk"  # where the pages for colleagues stand
API = "/api/v1"  # where programs ask
REGISTER_DB = "adressen.sqlite"
GEBIED_DB = "gebied.sqlite"
PORTAL_DB = "portal.sqlite"
RATE_LIMITS_DB = "limieten.sqlite"
# Their problems come last, after those of values that must fit together.
_TOLD_LAST = ("PORTAL_BEWAARDAGEN", "PORTAL_PROXIES", "PORTAL_EIGEN_NETWERKEN")
_FLASK_NO = ("", "0", "false", "no")  # what Flask takes for a no in FLASK_DEBUG


class SettingsError(Exception):
    """One or more settings are wrong; `problems` has a sentence for each."""

    def __init__(self, problems: list[str]) -> None:
        super().__init__("De instellingen kloppen niet:\n" + "\n".join(f"- {p}" for p in problems))
        self.problems = problems


@dataclass(frozen=True, slots=True)
class Settings:
    """What the operator decides.

    `geheim`: one secret, or several with commas; empty only for commands, which make no links.
    """

    data: Path
    geheim: str = field(repr=False)
    afzender: str = ""
    telefoon: str = ""
    bericht: str = ""
    bereikbaar: str = ""
    website: str = ""
    adresbron: Bronkeuze = Bronkeuze.AUTO
    pdok: str = PDOK_URL
    sleutel: tuple[str, ...] = field(default=(), repr=False)
    site: str = ""
    hosts: tuple[str, ...] = ()
    subdomeinen: bool = False
    beveiliging: str = ""
    bewaardagen: int = 90
    grondslag: Grondslag = Grondslag.TOESTEMMING
    privacy: str = ""
    api_mail: str = ""
    proxies: int = 0
    eigen_netwerken: tuple[Network, ...] = ()
    smtp: str = field(default="", repr=False)
    mailafzender: str = ""
    alarm: str = field(default="", repr=False)
    toezicht: str = field(default="", repr=False)
    klant: str = ""
    klant_token: str = field(default="", repr=False)
    klant_naam: str = ""
    klant_actor: str = ""
    klant_kanaal: str = "Webformulier"
    klant_eigenaar: Eigenaar = Eigenaar.ZIJ
    webhook: str = field(default="", repr=False)
    webhook_geheim: bytes = field(default=b"", repr=False)
    oin: str = ""
    oidc: str = ""
    oidc_client: str = ""
    oidc_geheim: str = field(default="", repr=False)
    oidc_sleutel: str = field(default="", repr=False)
    oidc_naam: str = "uw werkaccount"
    oidc_rolclaim: str = "roles"
    oidc_medewerker: tuple[str, ...] = ("medewerker",)
    oidc_beheerder: tuple[str, ...] = ("beheerder",)
    thema: str = ""
    database: str = field(default="", repr=False)

    @property
    def secrets(self) -> tuple[str, ...]:
        """The secrets of the site, the newest first."""
        return comma_list(self.geheim)

    @property
    def known_hosts(self) -> tuple[str, ...]:
        """The names under which the site answers; empty: any name."""
        named = (urlsplit(self.site).hostname, *self.hosts) if self.site else self.hosts
        return tuple(filter(None, (*named, "127.0.0.1", "localhost"))) if named else ()

    @classmethod
    def from_env(cls, env: Mapping[str, str]) -> Self:
        """Settings from a mapping like os.environ. Raises SettingsError with every problem."""
        texts = {row.name: env.get(row.name, row.default).strip() for row in SETTINGS}
        values: dict[str, Any] = {}
        wrong: dict[str, str] = {}
        for row in SETTINGS:
            try:
                values[row.field] = row.parse(texts[row.name])
            except ValueError:
                wrong[row.name] = row.problem
        last = [wrong.pop(name) for name in _TOLD_LAST if name in wrong]
        problems = [*_unknown(env), *_unsafe(env, texts), *wrong.values(), *_together(texts), *last]
        if problems:
            raise SettingsError(problems)
        return cls(**values)


def _unknown(env: Mapping[str, str]) -> list[str]:
    """Names that look like a typing error. Other programs may set PORTAL_... variables too."""
    names = [row.name for row in SETTINGS]
    return [
        f"{name} kennen wij niet. Bedoelt u {meant[0]}?"
        for name in sorted(env)
        if name not in names and (meant := get_close_matches(name, names, cutoff=0.85))
    ]


def _unsafe(env: Mapping[str, str], texts: Mapping[str, str]) -> list[str]:
    # Flask sets this for every `flask ...` command. Should one serve pages, then with a
    # throw-away secret.
    is_command = env.get("FLASK_RUN_FROM_CLI") == "true"
    problems = secret_problems(
        comma_list(texts["PORTAL_GEHEIM"]),
        comma_list(texts["PORTAL_SLEUTEL"]),
        required=not is_command,
    )
    if not is_command and env.get("FLASK_DEBUG", "").lower() not in _FLASK_NO:
        problems.append(
            "FLASK_DEBUG staat aan: wat er misgaat, komt dan met de link in het log."
            " Haal FLASK_DEBUG weg."
        )
    return problems


def _together(texts: Mapping[str, str]) -> list[str]:
    secrets = comma_list(f"{texts['PORTAL_GEHEIM']},{texts['PORTAL_SLEUTEL']}")
    return [
        *token_problems(texts["PORTAL_TOEZICHT"], secrets),
        *mail_problems(texts["PORTAL_SITE"], texts["PORTAL_SMTP"], texts["PORTAL_MAILAFZENDER"]),
        *alarm_problems(texts["PORTAL_ALARM"], texts["PORTAL_SMTP"]),
        *database_problems(texts["PORTAL_DATABASE"], texts["PORTAL_SLEUTEL"]),
        *desk_problems(texts),
        *webhook_problems(texts),
        *login_problems(texts),
    ]
