"""The opening hours as a beheerder changes them: typed, looked at, kept; or wrong, or too late."""

import re
from collections.abc import Callable
from datetime import date, time
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from werkzeug.datastructures import MultiDict
from werkzeug.test import TestResponse

from portal.crypto.codes import show_half_code
from portal.crypto.kenmerk import MAX_LENGTH, Kenmerken, Purpose
from portal.helpdesk.roosterform import MAX_LIJST, RoosterForm
from portal.helpdesk.roosterrijen import (
    AFWIJKING_ZINNEN,
    ANDERE_TIJD,
    DAN_DICHT,
    DATUM_FOUT,
    DATUM_TE_VER,
    DUBBEL,
    FOUTZINNEN,
    GEEN_DATUM,
    GEEN_UREN,
    TE_LANG,
    kort_in,
    lees_sluitregel,
    lees_tijd,
)
from portal.services import Loket
from portal.terugbellen.waarden.rooster import (
    STANDAARD,
    WEEKDAGEN,
    Afwijking,
    Dagrooster,
    Rooster,
    RoosterFout,
    RoosterReden,
    feestdagen,
)
from tests.conftest import GEHEIM, NU
from tests.helpdesk.conftest import formulierteken
from tests.pagina import Boom, Inspecteur, page_van, template_van
from tests.terugbellen.conftest import bevestig_email, buur, gegevens
from tests.terugbellen.roosters import ROOSTERS

HIER = "/helpdesk/openingstijden"
VANDAAG = NU.date()
Als = Callable[[str], Inspecteur]


def getypt(**anders: str) -> dict[str, str]:
    """The form, as the standard opening hours fill it; `donderdag_van` is `donderdag-van`."""
    form = RoosterForm.uit_rooster(0, STANDAARD, VANDAAG)
    velden = {veld.name: veld.data or "" for dag in form.dagen.values() for veld in dag}
    return {
        **velden,
        "basis": "0",
        "duur": "120",
        "gesloten": "",
        **{n.replace("_", "-"): w for n, w in anders.items()},
    }


def lees(**anders: str) -> tuple[Rooster | None, RoosterForm]:
    form = RoosterForm(MultiDict(getypt(**anders)))
    return form.lees(VANDAAG), form


def stuur(client: Inspecteur, loket: Loket, waar: str = HIER, **anders: str) -> str:
    """Sends the form; where it leads to."""
    antwoord = client.post(waar, data={**getypt(**anders), **formulierteken(client, loket)})
    assert antwoord.status_code == 303
    return antwoord.location


def tekst(client: Inspecteur, waar: str, status: int = 200) -> str:
    antwoord = client.get(waar)
    assert antwoord.status_code == status
    return Boom.tekst(Boom(antwoord.text).een("main"))


def rijen(client: Inspecteur, waar: str) -> list[list[str]]:
    """The cells of each row under a heading."""
    boom = Boom(client.get(waar).text)
    return [
        [boom.tekst(cel) for cel in rij] for rij in boom.alle("tr") if rij.find("td") is not None
    ]


# Reading what was typed ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("getypt", "verwacht"),
    [
        ("9", time(9)),
        ("9:00", time(9)),
        ("09.30", time(9, 30)),
        ("9 uur", time(9)),
        ("17u", time(17)),
        ("0:00", time(0)),
        ("23:59", time(23, 59)),
        ("24:00", None),
        ("9:60", None),
        ("9:5", None),
        ("900", None),
        ("-9", None),
        ("", None),
        ("negen", None),
        ("٩", None),
    ],
)
def test_een_tijd_is_te_typen_zoals_mensen_dat_doen(getypt: str, verwacht: time | None) -> None:
    if verwacht is None:
        with pytest.raises(RoosterFout):
            lees_tijd(getypt)
    else:
        assert lees_tijd(getypt) == verwacht


@pytest.mark.parametrize(
    ("regel", "dag", "reden"),
    [
        ("24-12-2026 kerstavond", date(2026, 12, 24), "kerstavond"),
        ("  4/1/2027: studiedag ", date(2027, 1, 4), "studiedag"),
        ("4.1.2027, een dag samen weg", date(2027, 1, 4), "een dag samen weg"),
        ("24-12-2026", date(2026, 12, 24), ""),
        ("24-12-2026   ", date(2026, 12, 24), ""),
        ("31-2-2027 kan niet", None, ""),
        ("24-12 kerstavond", None, ""),
        ("2026-12-24 kerstavond", None, ""),
        ("24-12-20266 kerst", None, ""),
        ("kerstavond", None, ""),
    ],
)
def test_een_sluitdag_is_een_datum_met_een_reden(regel: str, dag: date | None, reden: str) -> None:
    assert lees_sluitregel(regel) == (dag, reden)


def test_een_lege_dag_is_gesloten_en_een_andere_dag_krijgt_zijn_eigen_uren() -> None:
    rooster, _ = lees(
        maandag_van="", maandag_tot="", maandag_aantal="",
        zaterdag_van="10", zaterdag_tot="12.30", zaterdag_aantal="2",
        gesloten="24-12-2026 kerstavond\n\n31-12-2026 oudejaarsdag\n",
    )  # fmt: skip
    assert rooster
    assert rooster.dagen == (
        None,
        *STANDAARD.dagen[1:5],
        Dagrooster(time(10), time(12, 30), 2),
        None,
    )
    assert rooster.gesloten == {
        date(2026, 12, 24): "kerstavond",
        date(2026, 12, 31): "oudejaarsdag",
    }


def verandert(rooster: Rooster, afwijking: Afwijking) -> bool:
    dag = afwijking.dag
    dicht = dag in rooster.gesloten or dag in feestdagen(dag.year)
    return not dicht and afwijking.uren(rooster.dagen[dag.weekday()]) is not None


@given(rooster=ROOSTERS)
def test_wat_er_stond_komt_er_weer_zo_uit(rooster: Rooster) -> None:
    """But for the days that are past, or further ahead than can be typed, and for an afwijking of a
    day that is closed anyhow.
    """
    form = RoosterForm.uit_rooster(3, rooster, VANDAAG)
    terug = RoosterForm.uit_getypt(*form.getypt)
    gelezen = terug.lees(VANDAAG)
    wijkt_af = tuple(a for a in rooster.afwijkingen if a.dag >= VANDAAG)
    if any(dag.year > 2028 for dag in (*rooster.gesloten, *(a.dag for a in wijkt_af))):
        assert gelezen is None
        assert "2028" in str(terug.errors)
    elif any(not verandert(rooster, a) for a in wijkt_af):
        assert gelezen is None
        assert "afwijkingen" in terug.errors
    else:
        komend = {dag: reden for dag, reden in rooster.gesloten.items() if dag >= VANDAAG}
        assert gelezen == Rooster(rooster.dagen, rooster.duur_minuten, komend, wijkt_af)
    assert terug.op_basis_van == 3


def test_een_afwijking_is_een_rij_met_lege_rijen_erna() -> None:
    rooster, form = lees(
        afwijkingen_0_dag="1-12-2026", afwijkingen_0_van="13", afwijkingen_0_tot="17.00",
        afwijkingen_0_aantal="dicht", afwijkingen_0_reden="studiemiddag",
        afwijkingen_2_dag="2-12-2026", afwijkingen_2_aantal="2", afwijkingen_2_reden="Bert is ziek",
    )  # fmt: skip
    verwacht = (
        Afwijking(date(2026, 12, 1), time(13), time(17), 0, "studiemiddag"),
        Afwijking(date(2026, 12, 2), None, None, 2, "Bert is ziek"),
    )
    assert rooster
    assert rooster.afwijkingen == verwacht
    weer = RoosterForm.uit_rooster(1, rooster, VANDAAG)
    assert [any(rij.getypt) for rij in weer.rijen] == [True, True, False, False, False]
    assert RoosterForm.uit_getypt(*form.getypt).lees(VANDAAG) == rooster
    later = RoosterForm.uit_rooster(1, rooster, date(2026, 12, 2))
    assert [rij.getypt[0] for rij in later.rijen] == ["2-12-2026", "", "", ""]


RIJ = {"dag": "1-12-2026", "van": "13", "tot": "17", "aantal": "", "reden": "studie"}
FOUTE_RIJ = [
    # what is other in the row, the field that says so, the sentence
    ({"dag": ""}, "dag", DATUM_FOUT),
    ({"dag": "31-11-2026"}, "dag", DATUM_FOUT),
    ({"dag": "1-12-26"}, "dag", DATUM_FOUT),
    ({"dag": "23-11-2026"}, "dag", str(DATUM_TE_VER) % {"jaar": 2028}),
    ({"dag": "1-1-2029"}, "dag", str(DATUM_TE_VER) % {"jaar": 2028}),
    ({"dag": "25-12-2026"}, "dag", str(DAN_DICHT) % {"reden": "Eerste Kerstdag"}),
    ({"van": ""}, "van", AFWIJKING_ZINNEN[RoosterReden.UREN]),
    ({"tot": "12"}, "van", AFWIJKING_ZINNEN[RoosterReden.UREN]),
    ({"tot": "laat"}, "van", AFWIJKING_ZINNEN[RoosterReden.UREN]),
    ({"aantal": "veel"}, "aantal", AFWIJKING_ZINNEN[RoosterReden.AANTAL]),
    ({"reden": ""}, "reden", AFWIJKING_ZINNEN[RoosterReden.SLUITDAG]),
    ({"dag": "5-12-2026", "van": "", "tot": "", "aantal": "2"}, "van", GEEN_UREN),
]


@pytest.mark.parametrize(("wat", "veld", "zin"), FOUTE_RIJ)
def test_een_fout_in_een_afwijking_staat_in_die_rij_en_wat_getypt_is_blijft(
    als: Als, loket: Loket, wat: dict[str, str], veld: str, zin: Any
) -> None:
    client, rij = als("Carla"), {**RIJ, **wat}
    antwoord = client.get(stuur(client, loket, **{f"afwijkingen_0_{n}": w for n, w in rij.items()}))
    assert antwoord.status_code == 422
    boom = Boom(antwoord.text)
    assert str(zin) in boom.tekst(boom.op_id(f"afwijkingen-0-{veld}-fout"))
    (melding,) = [d for d in boom.alle("div") if d.get("role") == "alert"]
    assert f"#afwijkingen-0-{veld}" in [a.get("href") for a in melding.iter("a")]
    assert {n: boom.op_id(f"afwijkingen-0-{n}").get("value") for n in rij} == rij


def test_twee_afwijkingen_over_dezelfde_tijd_zijn_er_een_te_veel(als: Als, loket: Loket) -> None:
    twee = {f"afwijkingen_{n}_{veld}": w for n in (0, 1) for veld, w in RIJ.items()}
    client = als("Carla")
    antwoord = client.get(stuur(client, loket, **twee))
    boom = Boom(antwoord.text)
    fout = boom.tekst(boom.op_id("afwijkingen-1-van-fout"))
    assert str(FOUTZINNEN[RoosterReden.OVERLAP]) in fout


def test_te_veel_afwijkingen_zijn_een_te_lange_lijst() -> None:
    rijen = {f"afwijkingen_{n}_{veld}": w for n in range(50) for veld, w in RIJ.items()}
    rooster, form = lees(**{**rijen, "afwijkingen_49_reden": "lang " * 200})
    assert rooster is None
    assert str(TE_LANG) in map(str, form.gesloten.errors)


def met(zin: object, **waarden: int) -> str:
    return str(zin) % waarden


FOUT = [
    # what was typed, the field that says so, the sentence
    ({"donderdag_van": "17", "donderdag_tot": "9"}, "donderdag-van", FOUTZINNEN[RoosterReden.UREN]),
    ({"donderdag_van": ""}, "donderdag-van", FOUTZINNEN[RoosterReden.UREN]),
    ({"donderdag_tot": "vijf"}, "donderdag-van", FOUTZINNEN[RoosterReden.UREN]),
    ({"donderdag_aantal": ""}, "donderdag-aantal", FOUTZINNEN[RoosterReden.AANTAL]),
    ({"donderdag_aantal": "0"}, "donderdag-aantal", FOUTZINNEN[RoosterReden.AANTAL]),
    ({"donderdag_aantal": "4,5"}, "donderdag-aantal", FOUTZINNEN[RoosterReden.AANTAL]),
    ({"donderdag_aantal": "9" * 5000}, "donderdag-aantal", FOUTZINNEN[RoosterReden.AANTAL]),
    ({"donderdag_tot": "10:30"}, "donderdag-van", FOUTZINNEN[RoosterReden.TE_KORT]),
    ({"duur": "45"}, "duur", FOUTZINNEN[RoosterReden.DUUR]),
    ({"duur": ""}, "duur", FOUTZINNEN[RoosterReden.DUUR]),
    ({"gesloten": "24-12-2026"}, "gesloten", met(FOUTZINNEN[RoosterReden.SLUITDAG], nummer=1)),
    ({"gesloten": "24-12-2026 kerst\n\nkerst"}, "gesloten", met(GEEN_DATUM, nummer=3)),
    ({"gesloten": "24-12-2026 kerst\n24-12-2026 weer"}, "gesloten", met(DUBBEL, nummer=2)),
    ({"gesloten": "23-11-2026 gisteren"}, "gesloten", met(ANDERE_TIJD, nummer=1, jaar=2028)),
    ({"gesloten": "1-1-2029 ver weg"}, "gesloten", met(ANDERE_TIJD, nummer=1, jaar=2028)),
    ({"gesloten": "1-1-9999 ver weg"}, "gesloten", met(ANDERE_TIJD, nummer=1, jaar=2028)),
    ({"gesloten": "24-12-2026 kerst\n" * 200}, "gesloten", TE_LANG),
]  # fmt: skip


@pytest.mark.parametrize(("wat", "veld", "zin"), FOUT)
def test_een_fout_staat_bij_het_veld_en_wat_getypt_is_blijft(
    als: Als, loket: Loket, wat: dict[str, str], veld: str, zin: Any
) -> None:
    client = als("Carla")
    naar = stuur(client, loket, **wat)
    antwoord = client.get(naar)
    assert antwoord.status_code == 422
    boom = Boom(antwoord.text)
    assert boom.tekst(boom.een("title")).startswith("Fout:")
    assert str(zin) in boom.tekst(boom.op_id(f"{veld}-fout"))
    (melding,) = [d for d in boom.alle("div") if d.get("role") == "alert"]
    assert f"#{veld}" in [a.get("href") for a in melding.iter("a")]
    assert boom.op_id(veld).get("aria-invalid") == "true"
    for naam, waarde in getypt(**wat).items():
        if naam.split("-")[0] in WEEKDAGEN:
            assert boom.op_id(naam).get("value") == waarde[:8]
    assert (boom.op_id("gesloten").text or "").strip("\n") in wat.get("gesloten", "")


def test_elke_reden_heeft_een_zin() -> None:
    assert set(FOUTZINNEN) == set(RoosterReden)


def test_alles_wat_fout_is_wordt_in_een_keer_gezegd(als: Als, loket: Loket) -> None:
    client = als("Carla")
    naar = stuur(client, loket, maandag_van="x", vrijdag_aantal="x", duur="x", gesloten="x\ny")
    melding = next(d for d in Boom(client.get(naar).text).alle("div") if d.get("role") == "alert")
    links = [a.get("href") for a in melding.iter("a")]
    assert links == ["#duur", "#maandag-van", "#vrijdag-aantal", "#gesloten", "#gesloten"]


@pytest.mark.parametrize("teken", ["a", '"', "\\", "\n", "€", "\U0001f600", "\ud800", "\x00"])
def test_ook_het_grootste_formulier_past_in_een_kenmerk(teken: str) -> None:
    namen = (*getypt(), *(f"afwijkingen-{n}-{veld}" for n in range(50) for veld in RIJ))
    velden = dict.fromkeys(namen, teken * 20_000)
    form = RoosterForm(MultiDict(velden))
    kenmerken = Kenmerken(GEHEIM)
    kenmerk = kenmerken.make(Purpose.ROOSTER, *form.getypt)
    assert len(kenmerk) <= MAX_LENGTH
    terug = RoosterForm.uit_getypt(*kenmerken.read(Purpose.ROOSTER, kenmerk))  # type: ignore[arg-type]
    assert terug.lees(VANDAAG) is None
    assert terug.errors


def test_tachtig_sluitdagen_passen() -> None:
    dagen = [date.fromordinal(date(2027, 1, 1).toordinal() + n) for n in range(80)]
    regels = "\n".join(f"{dag:%d-%m-%Y} studiemiddag" for dag in dagen)
    assert kort_in(regels, MAX_LIJST) == regels
    rooster, _ = lees(gesloten=regels)
    assert rooster
    assert sorted(rooster.gesloten) == dagen


TEKST = st.text(max_size=30) | st.from_regex(
    r"[0-9]{1,2}-[0-9]{1,2}-[0-9]{4} [a-z]{0,5}", fullmatch=True
)


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    velden=st.dictionaries(st.sampled_from(sorted(getypt())), TEKST), rest=st.text(max_size=2000)
)
def test_geen_enkele_tekst_breekt_het_formulier(
    als: Als, loket: Loket, velden: dict[str, str], rest: str
) -> None:
    client = als("Carla")
    naar = stuur(client, loket, **{"gesloten": rest, **velden})
    antwoord = client.get(naar)
    assert antwoord.status_code in (200, 422, 303)
    if antwoord.status_code == 422:
        assert Boom(antwoord.text).alle("textarea")


def test_een_half_formulier_geeft_een_fout_en_geen_storing(als: Als, loket: Loket) -> None:
    client = als("Carla")
    antwoord = client.post(HIER, data=formulierteken(client, loket))
    assert client.get(antwoord.location).status_code == 422


# From the form to what is kept --------------------------------------------------------------------


def meldingen_op(antwoord: TestResponse) -> list[str]:
    """The notices on the page."""
    boom = Boom(antwoord.text)
    return [boom.tekst(d) for d in boom.alle("div") if "melding" in d.get("class", "").split()]


def test_van_formulier_via_voorbeeld_naar_bewaard(als: Als, loket: Loket) -> None:
    client = als("Carla")
    naar = stuur(client, loket, vrijdag_tot="12", duur="60", gesloten="24-12-2026 kerstavond")
    assert re.fullmatch(rf"{HIER}/[\w-]+/voorbeeld", naar)
    gezien = client.get(naar)
    assert template_van(gezien) == "helpdesk/openingstijdenvoorbeeld.html"
    assert (page_van(gezien).niet.buiten, page_van(gezien).niet.overvol) == ((), ())
    assert not meldingen_op(gezien)
    dagen = {cellen[0]: cellen[1:] for cellen in rijen(client, naar)}
    uren = "9.00 tot 17.00 uur, 16 vrij"
    assert dagen["donderdag 24 december 2026"] == [uren, "gesloten (kerstavond)"]
    assert dagen["vrijdag 27 november 2026"] == [uren, "9.00 tot 12.00 uur, 12 vrij"]
    assert loket.roosters.stand().rooster == STANDAARD
    assert stuur(client, loket, naar) == f"{HIER}?bewaard="
    bewaard = client.get(f"{HIER}?bewaard=")
    assert page_van(bewaard).bewaard
    assert meldingen_op(bewaard)
    assert not meldingen_op(client.get(HIER))
    stand = loket.roosters.stand()
    assert stand.rooster.dagen[4] == Dagrooster(time(9), time(12), 4)
    assert "dinsdag 24 november 2026, 9.05 uur: Carla" in tekst(client, HIER)
    boom = Boom(client.get(HIER).text)
    assert boom.op_id("vrijdag-tot").get("value") == "12:00"
    assert (boom.op_id("gesloten").text or "").strip() == "24-12-2026 kerstavond"


def test_wat_een_ander_beloofd_is_staat_in_het_voorbeeld_zonder_naam(
    als: Als, loket: Loket
) -> None:
    client, tijdvak = als("Carla"), loket.verzoeken.vrij(NU)[0]
    codes = [
        show_half_code(
            loket.verzoeken.dien_in(f"n{n}", gegevens(**buur(n)), tijdvak, taal="nl", nu=NU).code
        )
        for n in range(3)
    ]
    dag = tijdvak.dag
    voorbeeld = stuur(client, loket, gesloten=f"{dag.day}-{dag.month}-{dag.year} studiedag")
    buiten = page_van(client.get(voorbeeld)).niet.buiten
    assert sorted(verzoek.code for verzoek in buiten) == sorted(codes)
    assert meldingen_op(client.get(voorbeeld))
    gezien = tekst(client, voorbeeld)
    assert all(code in gezien for code in codes)
    assert "(studiedag)" in gezien
    assert "Geertje" not in gezien
    weekdag = WEEKDAGEN[dag.weekday()]
    gezien = tekst(
        client, stuur(client, loket, **{f"{weekdag}_{wat}": "" for wat in ("van", "tot", "aantal")})
    )
    assert f"({weekdag})" not in gezien  # that is no reason
    minder = {f"{naam}_aantal": "2" for naam in WEEKDAGEN[:5]}
    voorbeeld = stuur(client, loket, **minder)
    (overvol,) = page_van(client.get(voorbeeld)).niet.overvol
    assert (len(overvol.verzoeken), overvol.plaatsen) == (3, 2)
    gezien = tekst(client, voorbeeld)
    assert all(code in gezien for code in codes)


def test_wie_niet_meer_past_blijft_op_een_lijst_staan_die_iedere_collega_ziet(
    als: Als, loket: Loket
) -> None:
    client, anna, lijst = als("Carla"), als("Anna"), "/helpdesk/past-niet"
    vak, ander = loket.verzoeken.vrij(NU)[:5:4]
    for uid, tijdvak in (("een", vak), ("twee", ander)):
        loket.verzoeken.dien_in(uid, gegevens(), tijdvak, taal="nl", nu=NU)
    niet = page_van(anna.get(lijst)).niet
    assert (niet.buiten, niet.overvol) == ((), ())
    rij = {"dag": "24-11-2026", "van": "9", "tot": "17", "reden": "studiedag"}
    stuur(
        client,
        loket,
        stuur(client, loket, **{f"afwijkingen_0_{naam}": w for naam, w in rij.items()}),
    )
    assert page_van(client.get(HIER)).past_niet == 1
    antwoord = anna.get(lijst)
    (link,) = page_van(antwoord).niet.buiten
    assert (link.gesloten, link.mail) == ("studiedag", False)
    assert "Geertje" not in antwoord.text
    links = [a.get("href") for a in Boom(antwoord.text).alle("a")]
    assert "/helpdesk/verzoek/een" in links
    assert lijst in [a.get("href") for a in Boom(anna.get("/helpdesk/agenda").text).alle("a")]
    loket.verzoeken.verplaats("een", 1, ander, nu=NU)
    assert page_van(client.get(HIER)).past_niet == 0


def test_wie_een_mailadres_bevestigde_krijgt_een_mail_en_de_lijst_zegt_wie(
    als: Als, loket: Loket
) -> None:
    loket.roosters.met_mail = loket.verzoeken.met_mail = True
    vak = loket.verzoeken.vrij(NU)[0]
    for n, uid in enumerate(("wel", "niet")):
        loket.verzoeken.dien_in(uid, gegevens(**buur(n)), vak, taal="nl", nu=NU)
    bevestig_email(loket, "wel")
    client, codes = als("Carla"), {u: loket.verzoeken.met_uid(u).code for u in ("wel", "niet")}
    voorbeeld = stuur(client, loket, gesloten="24-11-2026 studiedag")
    half = {show_half_code(code): uid for uid, code in codes.items()}

    def mail(waar: str) -> dict[str, bool]:
        return {half[v.code]: v.mail for v in page_van(client.get(waar)).niet.buiten}

    assert mail(voorbeeld) == {"wel": True, "niet": False}
    stuur(client, loket, voorbeeld)
    stuur(client, loket, voorbeeld)  # the button pressed twice
    with loket.bestand.read() as db:
        vraag = "select uid from mail join verzoek v on v.id = verzoek where soort = 'past_niet'"
        assert db.execute(vraag).fetchall() == [("wel",)]
    assert mail("/helpdesk/past-niet") == {"wel": False, "niet": False}, "not sent yet"
    with loket.bestand.write() as db:
        db.execute("update mail set status = 'verzonden'")
    assert mail("/helpdesk/past-niet") == {"wel": True, "niet": False}


def test_terug_houdt_wat_getypt_is(als: Als, loket: Loket) -> None:
    client = als("Carla")
    naar = stuur(client, loket, donderdag_van="10:15")
    terug = naar.removesuffix("/voorbeeld")
    assert terug in [a.get("href") for a in Boom(client.get(naar).text).alle("a")]
    antwoord = client.get(terug)
    assert antwoord.status_code == 200
    assert Boom(antwoord.text).op_id("donderdag-van").get("value") == "10:15"


def test_wie_te_laat_is_leest_wie_hem_voor_was_en_kan_verder(als: Als, loket: Loket) -> None:
    client = als("Carla")
    mijn = stuur(client, loket, donderdag_van="10")
    stuur(client, loket, stuur(client, loket, vrijdag_van="11"))  # somebody else, in between
    for terug in (client.get(mijn).location, stuur(client, loket, mijn)):
        assert terug == mijn.removesuffix("/voorbeeld")
    gezien = client.get(terug)
    assert gezien.status_code == 200
    boom = Boom(gezien.text)
    assert (page_van(gezien).voor_was.door, page_van(gezien).voor_was.op) == ("Carla", NU)
    (melding,) = meldingen_op(gezien)
    for stuk in ("24 november 2026", "9.05 uur", "Carla"):
        assert stuk in melding
    assert boom.op_id("donderdag-van").get("value") == "10"
    (basis,) = [veld.get("value") for veld in boom.alle("input") if veld.get("name") == "basis"]
    assert basis
    stuur(client, loket, stuur(client, loket, donderdag_van="10", basis=basis))
    assert loket.roosters.stand().rooster.dagen[3:5] == (
        Dagrooster(time(10), time(17), 4),
        STANDAARD.dagen[4],
    )


def test_terug_na_bewaren_zegt_niet_dat_een_ander_er_tussen_kwam(als: Als, loket: Loket) -> None:
    client = als("Carla")
    mijn = stuur(client, loket, donderdag_van="10")
    stuur(client, loket, mijn)
    assert page_van(client.get(mijn)).dagen == ()
    assert rijen(client, mijn) == []
    formulier = client.get(mijn.removesuffix("/voorbeeld"))
    assert page_van(formulier).voor_was is None
    assert not meldingen_op(formulier)


def test_een_onbekende_basis_bewaart_niets(als: Als, loket: Loket) -> None:
    client = als("Carla")
    for basis in ("", "x", "7", "-1", "9" * 400):
        voorbeeld = stuur(client, loket, donderdag_van="10", basis=basis)
        assert client.get(voorbeeld).status_code == 303
        stuur(client, loket, voorbeeld)
    assert loket.roosters.stand().wijzigingen == ()


def test_een_kenmerk_van_een_ander_formulier_bestaat_niet(als: Als) -> None:
    kenmerken = Kenmerken(GEHEIM)
    for kenmerk in (
        kenmerken.make(Purpose.INVOER, *[""] * 24),
        kenmerken.make(Purpose.ROOSTER, *[""] * 23),
        kenmerken.make(Purpose.ROOSTER, "", "", "", 3, *[""] * 21),
        kenmerken.make(Purpose.ROOSTER),
        "x",
    ):
        assert als("Carla").get(f"{HIER}/{kenmerk}").status_code == 404
        assert als("Carla").get(f"{HIER}/{kenmerk}/voorbeeld").status_code == 404


def test_de_feestdagen_van_dit_en_volgend_jaar_staan_erbij(als: Als) -> None:
    gezien = tekst(als("Carla"), HIER)
    assert "vrijdag 25 december 2026: Eerste Kerstdag" in gezien
    assert "dinsdag 27 april 2027: Koningsdag" in gezien
    assert "27 april 2026" not in gezien


@pytest.mark.parametrize("wie", ["Anna", "Bert"])
def test_alleen_een_beheerder_wijzigt_de_openingstijden(als: Als, loket: Loket, wie: str) -> None:
    client = als(wie)
    assert client.get(HIER).status_code == 403
    assert client.post(HIER, data={**getypt(), **formulierteken(client, loket)}).status_code == 403
    carla = als("Carla")
    voorbeeld = stuur(carla, loket, donderdag_van="10")
    assert client.post(voorbeeld, data=formulierteken(client, loket)).status_code == 403
    assert carla.post(voorbeeld).status_code == 403  # without the token of the form
    assert loket.roosters.stand().wijzigingen == ()
