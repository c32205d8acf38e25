"""One event as a webhook gets it: a CloudEvent (NL GOV profile) that points to a request and says
nothing about anybody, signed as Standard Webhooks asks.
"""

import hmac
import json
from base64 import b64encode
from dataclasses import dataclass, field
from datetime import datetime
from typing import Self
from urllib.parse import urlsplit
from uuid import NAMESPACE_URL, uuid5

from portal.clock import to_text
from portal.config.settings import HELPDESK, Settings
from portal.storage.audit_log import Action

# The deeds that somebody else is told of, in the words of an event.
SOORTEN = {
    Action.VERZOEK_INGEDIEND: "gevraagd",
    Action.VERZOEK_VERPLAATST: "verplaatst",
    Action.VERZOEK_INGETROKKEN: "ingetrokken",
    Action.POGING: "gebeld",
}


@dataclass(frozen=True, slots=True)
class Webhook:
    """Where events go. `bron`: who says so; `type_`: with which the name of each event begins."""

    url: str = field(repr=False)
    geheim: bytes = field(repr=False)
    site: str
    bron: str
    type_: str

    @classmethod
    def uit(cls, settings: Settings) -> Self | None:
        """None when nobody is told."""
        if not settings.webhook:
            return None
        omgekeerd = ".".join(reversed((urlsplit(settings.site).hostname or "").split(".")))
        urn = f"urn:nld:oin:{settings.oin}:systeem:zelfcheck-duurzaam-herstel"
        return cls(
            url=settings.webhook,
            geheim=settings.webhook_geheim,
            site=settings.site,
            bron=urn if settings.oin else settings.site,
            type_=f"{omgekeerd}.terugbelverzoek",
        )


@dataclass(frozen=True, slots=True)
class Voorval:
    """What happened to a request. `regel`: the number of its line in the log."""

    regel: int
    wat: Action
    uid: str
    op: datetime


def bericht(webhook: Webhook, wat: Voorval) -> tuple[str, bytes]:
    """Its id, and the body. The same for the same event, however often it is sent.

    A backup that is put back makes the log count again: so the id is not the number of the line.
    """
    naam = f"{webhook.bron} {wat.regel} {wat.wat} {wat.uid} {to_text(wat.op)}"
    id_ = str(uuid5(NAMESPACE_URL, naam))
    inhoud = {
        "specversion": "1.0",
        "id": id_,
        "source": webhook.bron,
        "type": f"{webhook.type_}.{SOORTEN[wat.wat]}",
        "subject": wat.uid,
        "time": to_text(wat.op),
        "sequence": str(wat.regel),
        "sequencetype": "Integer",
        "datacontenttype": "application/json",
        "data": {
            "verzoek": wat.uid,
            "link": f"{webhook.site}{HELPDESK}/verzoek/{wat.uid}",
        },
    }
    return id_, json.dumps(inhoud).encode()


def koppen(webhook: Webhook, id_: str, inhoud: bytes, nu: datetime) -> dict[str, str]:
    """With which the receiver sees that it is ours, and not an old one sent again."""
    tijd = str(int(nu.timestamp()))
    te_tekenen = b".".join((id_.encode(), tijd.encode(), inhoud))
    teken = b64encode(hmac.digest(webhook.geheim, te_tekenen, "sha256")).decode()
    return {
        "Content-Type": "application/cloudevents+json; charset=utf-8",
        "webhook-id": id_,
        "webhook-timestamp": tijd,
        "webhook-signature": f"v1,{teken}",
    }
