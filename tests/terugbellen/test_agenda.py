"""The calendar file, read back the way a calendar reads it."""

from datetime import UTC, datetime

from hypothesis import given
from hypothesis import strategies as st

from portal.terugbellen.waarden.agenda import MAX_OCTETS, maak_ics
from portal.terugbellen.waarden.tijdvakken import Tijdvak
from rules.model import NEDERLANDSE_TIJD

TIJDVAK = Tijdvak(
    datetime(2026, 11, 26, 9, tzinfo=NEDERLANDSE_TIJD),
    datetime(2026, 11, 26, 11, tzinfo=NEDERLANDSE_TIJD),
)
GEMAAKT = datetime(2026, 11, 24, 9, 5, tzinfo=NEDERLANDSE_TIJD)


def ics(
    titel: str = "Een titel", tekst: str = "En een tekst.", tijdvak: Tijdvak = TIJDVAK
) -> bytes:
    return maak_ics(
        tijdvak, code="KFM4XT", uid="7f3a@voorbeeld.nl", titel=titel, tekst=tekst, gemaakt=GEMAAKT
    )


def velden(bestand: bytes) -> list[tuple[str, str]]:
    """Unfolds the lines and splits each in its name and its raw value."""
    regels = bestand.decode().replace("\r\n ", "").split("\r\n")
    return [
        (naam, waarde) for naam, _, waarde in (regel.partition(":") for regel in regels if regel)
    ]


def gewoon(waarde: str) -> str:
    """A value of type TEXT as a calendar shows it."""
    uit, tekens = "", iter(waarde)
    for teken in tekens:
        if teken == "\\":
            ontsnapt = next(tekens)
            uit += "\n" if ontsnapt in "nN" else ontsnapt
        else:
            assert teken not in ";,", "a sign that begins something else"
            uit += teken
    return uit


def test_het_bestand_in_zijn_geheel() -> None:
    assert ics().decode() == "".join(
        regel + "\r\n"
        for regel in (
            "BEGIN:VCALENDAR",
            "VERSION:2.0",
            "PRODID:-//Zelfcheck Duurzaam herstel//Terugbellen//NL",
            "METHOD:PUBLISH",
            "BEGIN:VEVENT",
            "UID:7f3a@voorbeeld.nl",
            "DTSTAMP:20261124T080500Z",
            "DTSTART:20261126T080000Z",
            "DTEND:20261126T100000Z",
            "SUMMARY:Een titel",
            "DESCRIPTION:En een tekst.\\nKFM 4XT",
            "STATUS:CONFIRMED",
            "END:VEVENT",
            "END:VCALENDAR",
        )
    )


def test_in_de_zomer_is_negen_uur_een_uur_eerder_in_utc() -> None:
    zomer = Tijdvak(
        datetime(2027, 3, 30, 9, tzinfo=NEDERLANDSE_TIJD),
        datetime(2027, 3, 30, 11, tzinfo=NEDERLANDSE_TIJD),
    )
    assert ("DTSTART", "20270330T070000Z") in velden(ics(tijdvak=zomer))
    assert zomer.begin.tzinfo is UTC


def test_komma_puntkomma_schuine_streep_en_nieuwe_regel_worden_ontsnapt() -> None:
    assert ("SUMMARY", r"a\, b\; c\\ d\ne") in velden(ics(titel="a, b; c\\ d\r\ne"))


def test_een_titel_kan_geen_regel_toevoegen() -> None:
    bestand = ics(titel="Gesprek\r\nATTENDEE:mailto:iemand@voorbeeld.nl\x00\x07\u2028URL:x")
    assert [naam for naam, _ in velden(bestand)].count("SUMMARY") == 1
    assert not {"ATTENDEE", "URL"} & {naam for naam, _ in velden(bestand)}
    assert b"\x00" not in bestand
    assert b"\x07" not in bestand


def test_een_lange_regel_wordt_gevouwen_op_octets_en_niet_in_een_letter() -> None:
    # "SUMMARY:" is 8 octets, and 66 a's are one short of a full line: the ë of two octets must go
    # to the next.
    regels = ics(titel="a" * 66 + "ë" + "b" * 80).split(b"\r\n")
    plek = regels.index(b"SUMMARY:" + b"a" * 66)
    assert [len(regel) for regel in regels[plek : plek + 3]] == [74, 75, 1 + 80 - 72]
    assert regels[plek + 1] == b" " + "ë".encode() + b"b" * 72


def test_een_regel_die_precies_past_wordt_niet_gevouwen() -> None:
    assert b"\r\nSUMMARY:" + b"a" * 67 + b"\r\nDESC" in ics(titel="a" * 67)


@given(
    st.text(
        st.characters(exclude_categories=["Cs", "Cc", "Zl", "Zp"]) | st.sampled_from("\n,;\\é€"),
        max_size=300,
    )
)
def test_elke_tekst_komt_heel_over(tekst: str) -> None:
    bestand = ics(titel=tekst, tekst=tekst)
    assert bestand.endswith(b"\r\n")
    assert all(len(regel) <= MAX_OCTETS for regel in bestand.split(b"\r\n"))
    gelezen = dict(velden(bestand))
    verwacht = "\n".join(tekst.splitlines())
    assert gewoon(gelezen["SUMMARY"]) == verwacht
    assert gewoon(gelezen["DESCRIPTION"]).endswith("\nKFM 4XT")
