"""The fields `van` and `tot` of a form: from a day through a day."""

from datetime import date
from typing import Any

from flask_babel import lazy_gettext as _l

from portal.forms.form import BaseForm

VAN, TOT = _l("Van"), _l("Tot en met")
EERSTE_JAAR, LAATSTE_JAAR = 2000, 2100
_GEEN_DAG = _l("Vul een dag in als jaar, maand en dag, bijvoorbeeld 2026-11-24.")


def lees_dagen(form: Any) -> tuple[date | None, date | None]:
    """Both; None is empty. A field says what is wrong with it."""
    van, tot = _lees_dag(form, "van"), _lees_dag(form, "tot")
    if van and tot and tot < van and not form.van.errors:
        form.add_error("tot", _l("Deze dag ligt voor de eerste dag."))
    return van, tot


def _lees_dag(form: BaseForm, naam: str) -> date | None:
    tekst = (form[naam].data or "").strip()
    if not tekst:
        return None
    try:
        dag = date.fromisoformat(tekst)
    except ValueError:
        dag = date.min
    if not EERSTE_JAAR <= dag.year <= LAATSTE_JAAR:
        form.add_error(naam, _GEEN_DAG)
    return dag
