"""Every other reason not to start. One of each kind is in tests/portal/test_weigeren.py."""

import os
import signal
import subprocess
from pathlib import Path

import pytest

from portal.config.settings import PORTAL_DB, REGISTER_DB
from tests.conftest import SLEUTEL, maak_app
from tests.portal.test_weigeren import (
    ANDERS,
    SNEL,
    STUK,
    weiger_instelling,
    weiger_kapotte_site,
    weiger_map,
    weigert,
)
from tests.server import GRENS_S, WORTEL, ruim_op, start_gunicorn, vrije_poort, wacht_op

pytestmark = pytest.mark.storing


@pytest.mark.parametrize("naam", [naam for naam in ANDERS if naam not in SNEL])
def test_met_een_onveilige_instelling_start_de_site_niet(tmp_path: Path, naam: str) -> None:
    weiger_instelling(tmp_path, naam)


@pytest.mark.parametrize("naam", [naam for naam in STUK if naam not in SNEL])
def test_waar_een_stuk_van_de_code_mist_start_de_site_niet(tmp_path: Path, naam: str) -> None:
    weiger_kapotte_site(tmp_path, naam)


def test_in_een_gevulde_map_waar_de_site_niet_in_mag_schrijven_start_ze_niet(
    tmp_path: Path,
) -> None:
    data = tmp_path / "data"
    maak_app(data, sleutel=(SLEUTEL,))
    weiger_map(data)


@pytest.mark.skipif(
    os.geteuid() != 0, reason="a file system is made read-only, which only root may"
)
@pytest.mark.parametrize("sleutel", [True, False])
def test_op_een_alleen_lezen_schijf_draait_alleen_de_zelfcheck(
    tmp_path: Path, sleutel: bool
) -> None:
    """A site that stores requests refuses to start; the self-check alone only reads, and works."""
    data = tmp_path / "data"
    maak_app(data, sleutel=(SLEUTEL,) if sleutel else ())
    assert (data / REGISTER_DB).exists()
    assert (data / PORTAL_DB).exists() == sleutel
    opdracht = 'mount --bind "$0" "$0" && mount -o remount,ro,bind "$0" && exec "$@"'
    voor = ["unshare", "--mount", "sh", "-c", opdracht, str(data)]
    proef = subprocess.run([*voor, "touch", str(data / "x")], capture_output=True, text=True)
    if "unshare" in proef.stderr or "mount" in proef.stderr:
        pytest.skip(f"this machine does not let root mount: {proef.stderr}")
    assert "Read-only" in proef.stderr, "the trial itself: nothing can be written there"
    if sleutel:
        assert "In de map van PORTAL_DATA kan niets worden geschreven" in weigert(
            WORTEL, data, {}, voor
        )
        return
    poort = vrije_poort()
    proces = start_gunicorn(WORTEL, data, poort, {"PORTAL_SLEUTEL": ""}, voor)
    try:
        wacht_op(f"http://127.0.0.1:{poort}", proces)
        proces.send_signal(signal.SIGTERM)
        assert proces.communicate(timeout=GRENS_S)[0] == ""
    finally:
        ruim_op(proces)
