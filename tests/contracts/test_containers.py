"""docs/inrichting/compose.yaml and kubernetes.yaml: the schemas of Compose and Kubernetes accept
them, and they agree with the site. Nothing here starts a container.
"""

import json
import re
from collections.abc import Iterator
from functools import cache
from typing import Any

import click
import kubernetes_validate
import pytest
import yaml
from compose_spec import PyCompose
from flask import Flask

from portal.cli import alarm, controleren, opslag
from portal.config.settings import Settings
from tests.beheer.dockerbestand import laatste
from tests.beheer.pagina import WORTEL
from tests.conftest import GEHEIM, SLEUTEL

INRICHTING = WORTEL / "docs/inrichting"
COMPOSE = (INRICHTING / "compose.yaml").read_text(encoding="utf-8")
KUBERNETES = (INRICHTING / "kubernetes.yaml").read_text(encoding="utf-8")
GEHEIMEN = {"PORTAL_GEHEIM": GEHEIM, "PORTAL_SLEUTEL": SLEUTEL}
BEELD = re.compile(r"^(registry\.example/)?zelfcheck(:|$)")


@cache
def lees_compose(tekst: str) -> Any:
    """The services; raises ValueError for what the Compose specification does not know."""
    inhoud = yaml.safe_load(tekst)
    PyCompose.from_json(json.dumps(inhoud)).validate()
    diensten = inhoud["services"]
    for dienst in diensten.values():
        if onbekend := dienst.get("depends_on", {}).keys() - diensten.keys():
            raise ValueError(f"depends_on: {onbekend}")
    return diensten


@cache
def lees_kubernetes(tekst: str) -> list[Any]:
    """The resources; raises ValidationError for what Kubernetes does not know."""
    stukken: list[Any] = yaml.safe_load(tekst)["items"]
    for stuk in stukken:
        kubernetes_validate.validate(stuk, kubernetes_validate.latest_version(), strict=True)
    return stukken


def pods() -> list[Any]:
    """The spec of each pod that Kubernetes starts."""
    gevonden = []
    for stuk in lees_kubernetes(KUBERNETES):
        spec = stuk.get("spec", {})
        sjabloon = spec.get("jobTemplate", {}).get("spec", spec).get("template")
        if sjabloon:
            gevonden.append(sjabloon["spec"])
    return gevonden


def containers() -> list[Any]:
    return [c for pod in pods() for c in pod.get("initContainers", []) + pod["containers"]]


def van_ons() -> list[Any]:
    """The services of Compose that run our image."""
    return [d for d in lees_compose(COMPOSE).values() if BEELD.match(d["image"])]


def opdrachten(bevel: list[str]) -> Iterator[list[str]]:
    """Each `python wsgi.py ...` in a command, as words."""
    for stuk in re.findall(r"python wsgi\.py ([^;|&]+)", " ".join(bevel)):
        yield stuk.split()


@pytest.mark.parametrize(
    ("goed", "fout", "genoemd"),
    [
        ("cap_drop", "cap_drup", "cap_drup"),
        ("condition: service_healthy", "condition: service_blij", "service_blij"),
        ('"data:/data"', '"dota:/data"', "dota"),
        ("bijwerken:\n        condition", "bijwerke:\n        condition", "bijwerke"),
    ],
)
def test_compose_begrijpt_elke_regel(goed: str, fout: str, genoemd: str) -> None:
    assert len(lees_compose(COMPOSE)) == 9
    assert goed in COMPOSE
    with pytest.raises(ValueError, match=genoemd):
        lees_compose(COMPOSE.replace(goed, fout))


@pytest.mark.parametrize(
    ("goed", "fout"),
    [
        ("readinessProbe:", "readynessProbe:"),
        ("replicas: 2", "replicas: twee"),
        ("containerPort: 8000", "containerPort: acht"),
        ("minAvailable", "minimaal"),
    ],
)
def test_kubernetes_begrijpt_elke_regel(goed: str, fout: str) -> None:
    assert len(lees_kubernetes(KUBERNETES)) == 10
    assert goed in KUBERNETES
    with pytest.raises(kubernetes_validate.ValidationError):
        lees_kubernetes(KUBERNETES.replace(goed, fout))


def test_elke_container_mag_niets_dan_zijn_eigen_mappen_schrijven() -> None:
    (gebruiker,) = (int(stap.rest) for stap in laatste("USER"))
    assert len(pods()) == 6
    for pod in pods():
        assert pod["securityContext"]["runAsNonRoot"]
        assert pod["securityContext"]["runAsUser"] == gebruiker
        assert not pod["automountServiceAccountToken"]
    for container in containers():
        context = container["securityContext"]
        assert context["readOnlyRootFilesystem"], container["name"]
        assert not context["allowPrivilegeEscalation"]
        assert context["capabilities"] == {"drop": ["ALL"]}
        assert {plek["mountPath"] for plek in container["volumeMounts"]} == {"/data", "/tmp"}  # noqa: S108
    for dienst in van_ons():
        assert dienst["read_only"]
        assert dienst["cap_drop"] == ["ALL"]
        assert dienst["security_opt"] == ["no-new-privileges:true"]


def bevelen(stukken: list[Any]) -> list[list[str]]:
    """Every command that these containers or services give, as words."""
    gegeven = (stuk["command"] for stuk in stukken if "command" in stuk)
    return [woorden for bevel in gegeven for woorden in opdrachten(bevel)]


def timers() -> Iterator[tuple[str, str, list[list[str]]]]:
    """Each timer of systemd: its name, when, and the commands of its task; but for the copy, which
    PostgreSQL makes itself.
    """
    taak = (INRICHTING / "taak").read_text(encoding="utf-8")
    for pad in INRICHTING.glob("zelfcheck-taak@*.timer"):
        (naam,) = re.findall(r"@(\w+)", pad.name)
        (wanneer,) = re.findall(r"OnCalendar=(.+)", pad.read_text(encoding="utf-8"))
        (blok,) = re.findall(rf"^{naam}\)$(.*?)^    ;;$", taak, re.MULTILINE | re.DOTALL)
        gegeven = re.findall(r"(?:^|\s)(?:zelfcheck|\S+ wsgi\.py) ([^|\n]+)", blok)
        if naam != "backup":
            yield naam, wanneer, [bevel.split() for bevel in gegeven]


def test_wat_een_timer_doet_doen_de_containers_ook() -> None:
    gezien = {naam: bevel for naam, _, bevel in timers()}
    assert gezien.keys() >= {"mail", "doorgeven", "opschonen", "controleren", "register"}
    for naam, bevel in gezien.items():
        assert bevel, naam
        for stukken in (containers(), van_ons()):
            assert not [woorden for woorden in bevel if woorden not in bevelen(stukken)], naam


def test_een_taak_van_kubernetes_draait_wanneer_de_timer_dat_doet() -> None:
    klok = {naam: wanneer for naam, wanneer, _ in timers()}
    taken = [s for s in lees_kubernetes(KUBERNETES) if s["kind"] == "CronJob"]
    assert len(taken) == 4
    for taak in taken:
        uur, minuut, _ = klok[taak["metadata"]["name"].removeprefix("zelfcheck-")][6:].split(":")
        cron = [str(int(deel)) if deel.isdigit() else deel for deel in (minuut, uur)]
        assert taak["spec"]["schedule"] == " ".join([*cron, "* * *"])


def test_elke_opdracht_die_een_container_geeft_is_er(app: Flask) -> None:
    woorden = bevelen(containers()) + bevelen(van_ons())
    assert ["opslag", "bijwerken"] in woorden
    assert ["mail", "versturen"] in woorden
    zonder_site = (alarm.opdracht({}), controleren.opdracht({}), opslag.groep({}))
    alles = click.Group(commands={**app.cli.commands, **{c.name: c for c in zonder_site if c.name}})
    for opdracht in woorden:
        groep: click.Command = alles
        for woord in opdracht:
            if isinstance(groep, click.Group):
                assert woord in groep.commands, opdracht
                groep = groep.commands[woord]
        assert not isinstance(groep, click.Group), opdracht


def test_elk_pad_waar_kubernetes_naar_kijkt_is_er_onder_een_naam_die_de_site_kent(
    app: Flask,
) -> None:
    (site,) = (c for c in containers() if "livenessProbe" in c)
    paden = {regel.rule for regel in app.url_map.iter_rules()}
    for proef in ("startupProbe", "livenessProbe", "readinessProbe"):
        vraag = site[proef]["httpGet"]
        assert vraag["path"] in paden
        assert vraag["httpHeaders"] == [{"name": "Host", "value": "localhost"}]


def test_de_instellingen_in_de_bestanden_zijn_goed() -> None:
    (kaart,) = (s["data"] for s in lees_kubernetes(KUBERNETES) if s["kind"] == "ConfigMap")
    database = "postgresql://zelfcheck:geheim@opslag/zelfcheck"
    settings = Settings.from_env({**kaart, **GEHEIMEN, "PORTAL_DATABASE": database})
    assert settings.proxies == 1
    assert "localhost" in settings.known_hosts
    for dienst in van_ons():
        omgeving = {
            naam: re.sub(r"\$\{\w+:\?\}", "geheim", waarde)
            for naam, waarde in dienst["environment"].items()
        }
        assert Settings.from_env({**omgeving, **GEHEIMEN}).data.as_posix() == "/data"
        assert omgeving["PORTAL_DATABASE"] == database
