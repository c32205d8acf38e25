"""The queue of mail against a real mail server that behaves well, badly, or not at all."""

import fcntl
import ssl
import threading
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from datetime import date, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from portal.config.settings import PORTAL_DB
from portal.outbound.retry import RETRY_AFTER
from portal.storage.audit_log import BEWONER
from portal.storage.rate_limits import LIMITS, Counted
from portal.storage.replacement import only_us
from portal.terugbellen.rijen.daden import TeVaak
from portal.terugbellen.rijen.mailrij import Mailsoort
from portal.terugbellen.waarden.behandeling import Gesprek, Resultaat, Verwezen
from portal.terugbellen.waarden.rooster import STANDAARD
from portal.terugbellen.waarden.verzoek import Sluitreden, Status
from tests.conftest import NU
from tests.medewerkers import maak_account
from tests.post.conftest import Site, kop
from tests.post.mailserver import Postbus, mailserver
from tests.terugbellen.conftest import bevestig_email

Maak = Callable[..., Site]


def test_een_mail_gaat_een_keer_en_dan_nooit_meer(site: Site, bus: Postbus) -> None:
    site.dien_in()
    assert site.verstuur().output == "1 verzonden\n"
    assert site.verstuur(NU + timedelta(hours=1)).output == ""
    assert len(bus.ontvangen) == 1
    assert site.rijen() == [("bevestiging", "verzonden", 1, "")]


def test_zonder_adres_en_zonder_mailserver_staat_er_niets_in_de_rij(maak_site: Maak) -> None:
    site = maak_site("")
    site.dien_in()
    assert site.rijen() == []
    assert "PORTAL_SMTP is leeg" in site.verstuur().output


def test_wie_geen_mailadres_geeft_krijgt_geen_mail(site: Site) -> None:
    site.dien_in(email="")
    assert site.rijen() == []


# What goes wrong ----------------------------------------------------------------------------------


def test_een_mailserver_die_er_niet_is_houdt_geen_verzoek_op_en_kost_geen_poging(
    maak_site: Maak,
) -> None:
    with mailserver() as bus:
        weg = bus.adres
    site = maak_site(weg)
    verzoek = site.dien_in()
    for uur in range(3):
        uit = site.verstuur(NU + timedelta(hours=uur))
        assert uit.exit_code == 1
        assert "De mailserver kan nu niet: ConnectionRefusedError" in uit.output
    assert site.rijen() == [("bevestiging", "wacht", 0, "")]
    assert site.loket.verzoeken.met_code(verzoek.code, "678", NU).status is Status.OPEN


# What the server answers -> what the list says, and whether it is tried again.
# `op`: at which command.
FOUTEN = [
    (
        "RCPT",
        "550 5.1.1 <geertje@voorbeeld.example>: geen postbus",
        "ontvanger geweigerd (550)",
        False,
    ),
    (
        "RCPT",
        "450 4.2.0 <geertje@voorbeeld.example>: greylisting",
        "ontvanger geweigerd (450)",
        True,
    ),
    ("RCPT", "421 druk", "ontvanger geweigerd (421)", True),
    ("DATA", "554 nee", "bericht geweigerd (554)", False),
    ("DATA", "451 later", "bericht geweigerd (451)", True),
    ("na", "552 te groot voor geertje@voorbeeld.example", "bericht geweigerd (552)", False),
    ("na", "452 vol", "bericht geweigerd (452)", True),
    ("na", None, "SMTPServerDisconnected", True),
    ("MAIL", "550 u mag hier niet sturen", "SMTPSenderRefused (550)", True),
    ("MAIL", None, "SMTPServerDisconnected", True),
]


@pytest.mark.parametrize(("op", "antwoord", "fout", "nog_eens"), FOUTEN)
def test_wat_de_mailserver_zegt_bepaalt_of_wij_het_nog_eens_proberen(
    site: Site, bus: Postbus, op: str, antwoord: str | None, fout: str, nog_eens: bool
) -> None:
    site.dien_in()
    if op == "na":
        bus.na_data = lambda _: antwoord
    else:
        bus.op[op] = lambda _: antwoord
    uit = site.verstuur()
    assert site.rijen() == [("bevestiging", "wacht" if nog_eens else "mislukt", 1, fout)]
    bus.gedrag()
    lijst = site.opdracht("mail", "lijst").output
    assert "geertje" not in uit.output + lijst
    if nog_eens:
        assert lijst == "Er is geen mislukte mail.\n"
        assert site.verstuur(NU + timedelta(seconds=59)).output == ""
        assert site.verstuur(NU + timedelta(seconds=60)).output == "1 verzonden\n"
    else:
        assert uit.exit_code == 1
        assert lijst == f"1  bevestiging  1 keer geprobeerd  {fout}\n"
        assert site.verstuur(NU + timedelta(days=2)).output == ""
        assert bus.ontvangen == []


def test_een_mail_wordt_zeven_keer_geprobeerd_met_steeds_langere_pauzes(
    site: Site, bus: Postbus
) -> None:
    site.dien_in(vak=20)
    bus.na_data = lambda _: "451 later"
    nu = NU
    for wacht in RETRY_AFTER:
        assert site.verstuur(nu).output == "1 later opnieuw\n"
        assert site.verstuur(nu + wacht - timedelta(seconds=1)).output == ""
        nu += wacht
    uit = site.verstuur(nu)
    assert uit.exit_code == 1
    assert uit.output.startswith("1 mislukt\n")
    assert site.rijen() == [("bevestiging", "mislukt", 7, "bericht geweigerd (451)")]
    assert [int(w.total_seconds() / 60) for w in RETRY_AFTER] == [1, 5, 30, 120, 480, 1440]


def test_een_mislukte_mail_kan_opnieuw_en_houdt_zijn_nummer(site: Site, bus: Postbus) -> None:
    site.dien_in()
    bus.na_data = lambda _: "554 nee"
    site.verstuur()
    assert "staat niet in de lijst" in site.opdracht("mail", "opnieuw", "7").output
    bus.gedrag()
    assert site.opdracht("mail", "opnieuw", "1").exit_code == 0
    assert site.verstuur().output == "1 verzonden\n"
    assert site.opdracht("mail", "opnieuw", "1").exit_code == 1, "what was sent is not sent again"


def test_een_geweigerde_ontvanger_houdt_de_anderen_niet_op(site: Site, bus: Postbus) -> None:
    for n in range(3):
        site.dien_in(f"n{n}", telefoon=f"+3161234567{n}", email=f"n{n}@voorbeeld.example")
    bus.op["RCPT"] = lambda regel: "550 nee" if "n1@" in regel else "250 goed"
    assert site.verstuur().output.startswith("2 verzonden, 1 mislukt\n")
    assert [str(mail.brief["To"]) for mail in bus.ontvangen] == [
        "n0@voorbeeld.example",
        "n2@voorbeeld.example",
    ]


def test_een_mailserver_die_halverwege_weggaat_laat_de_rest_klaarstaan(
    site: Site, bus: Postbus
) -> None:
    for n in range(3):
        site.dien_in(f"n{n}", telefoon=f"+3161234567{n}", email=f"n{n}@voorbeeld.example")
    bus.op["RCPT"] = lambda regel: None if "n1@" in regel else "250 goed"
    uit = site.verstuur()
    assert uit.exit_code == 1
    assert uit.output.startswith("1 verzonden, 1 later opnieuw\n")
    assert [rij[1:3] for rij in site.rijen()] == [("verzonden", 1), ("wacht", 1), ("wacht", 0)]
    bus.gedrag()
    assert site.verstuur(NU + timedelta(minutes=1)).output == "2 verzonden\n"


def test_een_mailserver_die_zwijgt_kost_niet_meer_dan_de_wachttijd(
    site: Site, bus: Postbus, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("portal.post.mailserver.WACHT_SECONDEN", 0.2)
    voorbij = threading.Event()
    bus.wacht = lambda: voorbij.wait(10)
    site.dien_in()
    uit = site.verstuur()
    voorbij.set()
    assert uit.exit_code == 1
    assert "TimeoutError" in uit.output or "SMTPServerDisconnected" in uit.output
    assert site.rijen() == [("bevestiging", "wacht", 0, "")]


@pytest.mark.parametrize("vanaf", ["begin", "brief"])
def test_een_mailserver_die_letter_voor_letter_praat_houdt_de_rest_niet_op(
    site: Site, bus: Postbus, monkeypatch: pytest.MonkeyPatch, vanaf: str
) -> None:
    """Each letter comes within the time for an answer, the answer never."""
    monkeypatch.setattr("portal.post.mailserver.HOOGUIT_SECONDEN", 0.3)
    voorbij = threading.Event()

    def druppel() -> None:
        if voorbij.wait(0.05):
            raise ConnectionError

    def traag(_regel: str) -> str:
        bus.druppel = druppel
        return "250 " + "a" * 1000

    if vanaf == "begin":
        bus.uitbreidingen, bus.wacht = ("a" * 1000,), lambda: setattr(bus, "druppel", druppel)
    else:
        bus.op["MAIL"] = traag
    site.dien_in()
    uit = site.verstuur()
    voorbij.set()
    assert uit.exit_code == 1
    assert "De mailserver kan nu niet: SMTPServerDisconnected" in uit.output
    (rij,) = site.rijen()
    assert rij[1] == "wacht"


def test_een_mailserver_zonder_groet_aan_het_eind_heeft_de_mail_toch(
    site: Site, bus: Postbus
) -> None:
    site.dien_in()
    bus.op["QUIT"] = lambda _: None
    assert site.verstuur().output == "1 verzonden\n"


@pytest.mark.bestand
def test_wie_de_uitkomst_niet_kan_opschrijven_stuurt_niet_elke_minuut_opnieuw(
    site: Site, bus: Postbus, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As when it is killed between sending and writing: the second one is recognisable."""
    monkeypatch.setattr("portal.storage.database.WAIT_SECONDS", 0.05)
    site.dien_in()
    with (tmp_path / f"{PORTAL_DB}.slot").open() as slot:

        def aangenomen_en_dan_bezet(_brief: str) -> str:
            fcntl.flock(slot, fcntl.LOCK_EX)
            return "250 goed"

        bus.na_data = aangenomen_en_dan_bezet
        assert "portal.sqlite is nu niet te gebruiken: lang bezet" in site.verstuur().output
    bus.gedrag()
    assert site.rijen() == [("bevestiging", "wacht", 1, "onderweg")]
    assert site.verstuur().output == ""
    assert site.verstuur(NU + timedelta(minutes=1)).output == "1 verzonden\n"
    eerste, tweede = (mail.brief["Message-ID"] for mail in bus.ontvangen)
    assert eerste == tweede


@pytest.mark.bestand
def test_twee_keer_tegelijk_versturen_kan_niet(site: Site, bus: Postbus, tmp_path: Path) -> None:
    site.dien_in()
    with only_us(tmp_path / "mail.slot"):
        uit = site.verstuur()
    assert (uit.exit_code, uit.output) == (0, "Er wordt al mail verstuurd.\n")
    assert bus.ontvangen == []


def test_een_onleesbaar_verzoek_houdt_de_anderen_niet_op(site: Site, bus: Postbus) -> None:
    site.dien_in("een")
    site.dien_in("twee", telefoon="+31612345000")
    with site.loket.bestand.write() as db:
        db.execute("update verzoek set gegevens = substr(gegevens, 1, 40) where uid = 'een'")
    assert site.verstuur().output.startswith("1 verzonden, 1 mislukt\n")


# What is no longer true ---------------------------------------------------------------------------


def test_een_bevestiging_van_wat_intussen_ingetrokken_is_gaat_niet_meer_weg(
    site: Site, bus: Postbus
) -> None:
    site.dien_in()
    site.loket.verzoeken.trek_in("een", 1, nu=NU)
    assert site.verstuur().output == "1 verzonden, 1 vervallen, want niet meer waar\n"
    assert [mail.brief["Subject"] for mail in bus.ontvangen] == [kop(Mailsoort.INGETROKKEN)]
    assert [rij[:2] for rij in site.rijen()] == [
        ("bevestiging", "vervallen"),
        ("ingetrokken", "verzonden"),
    ]


def test_een_bevestiging_van_wat_intussen_verplaatst_is_noemt_het_nieuwe_tijdvak(
    site: Site, bus: Postbus
) -> None:
    site.dien_in()
    nieuw = site.loket.verzoeken.vrij(NU)[5]
    site.loket.verzoeken.verplaats("een", 1, nieuw, nu=NU)
    site.verstuur()
    assert len(bus.ontvangen) == 2
    assert all("woensdag 25 november 2026" in mail.ruw.decode() for mail in bus.ontvangen)


def test_na_het_tijdvak_gaat_er_geen_bevestiging_meer_uit(site: Site, bus: Postbus) -> None:
    verzoek = site.dien_in()
    assert site.verstuur(verzoek.tijdvak.eind).output == "1 vervallen, want niet meer waar\n"
    assert bus.ontvangen == []


def test_van_een_verwijderd_verzoek_is_ook_de_mail_weg(site: Site, bus: Postbus) -> None:
    site.dien_in()
    site.loket.verzoeken.verwijder("een", nu=NU)
    assert site.verstuur().output == ""
    assert bus.ontvangen == []


# What a stranger can do to somebody's mailbox, and to the mail of others --------------------------


def test_wie_blijft_verplaatsen_vult_geen_postbus_en_houdt_niemands_mail_op(
    site: Site, bus: Postbus, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Two hundred moves by whoever filed it in another's name, then a neighbour files."""
    monkeypatch.setattr("portal.post.postrij.MAX_TEGELIJK", 2)
    site.dien_in("plager", email="slachtoffer@voorbeeld.example")
    vrij = site.loket.verzoeken.vrij(NU)
    for keer in range(200):
        versie = site.loket.verzoeken.met_uid("plager").versie
        with suppress(TeVaak):
            site.loket.verzoeken.verplaats("plager", versie, vrij[keer % 2 + 1], nu=NU)
    site.loket.verzoeken.trek_in("plager", versie, nu=NU)
    site.dien_in("buur", email="buur@voorbeeld.example", telefoon="+31612345000")
    site.verstuur()
    assert [str(mail.brief["To"]) for mail in bus.ontvangen] == ["buur@voorbeeld.example"]
    site.verstuur()
    assert [rij[0] for rij in site.rijen()] == [
        "bevestiging", "verplaatst", "ingetrokken", "bevestiging",
    ]  # fmt: skip


def test_een_adres_dat_niemand_bevestigt_krijgt_hooguit_drie_mails_op_een_dag(
    site: Site, bus: Postbus
) -> None:
    """Whatever is filed, withdrawn and deleted in its name; written with capitals or not."""
    grens = LIMITS[Counted.MAIL_ONBEVESTIGD].times
    for keer in range(grens + 2):
        email = "Slachtoffer@voorbeeld.example" if keer % 2 else "slachtoffer@voorbeeld.example"
        site.dien_in_zonder_meer(f"n{keer}", email=email)
        uit = site.verstuur().output
        site.loket.verzoeken.verwijder(f"n{keer}", nu=NU)
    assert len(bus.ontvangen) == grens
    assert uit == "1 niet verstuurd, want te veel naar een adres dat niemand bevestigde\n"
    site.dien_in("ander", email="buur@voorbeeld.example")
    assert site.verstuur().output == "1 verzonden\n"


def test_een_eerste_mail_die_later_moet_telt_een_keer(site: Site, bus: Postbus) -> None:
    site.dien_in_zonder_meer(vak=20)
    bus.na_data = lambda _: "451 later"
    nu = NU
    for wacht in RETRY_AFTER[:4]:
        assert site.verstuur(nu).output == "1 later opnieuw\n"
        nu += wacht
    bus.gedrag()
    assert site.verstuur(nu).output == "1 verzonden\n"


def test_wat_verandert_terwijl_een_mail_weggaat_wordt_nog_gemaild(site: Site, bus: Postbus) -> None:
    """The mail on its way says how it was."""
    site.dien_in()
    _, een, twee = site.loket.verzoeken.vrij(NU)[:3]
    site.verstuur()
    site.loket.verzoeken.verplaats("een", 1, een, nu=NU)

    def nog_eens(_brief: str) -> str:
        site.loket.verzoeken.verplaats("een", 2, twee, nu=NU)
        return "250 goed"

    bus.na_data = nog_eens
    site.verstuur()
    bus.gedrag()
    site.verstuur()
    assert onderwerpen(bus) == [kop(Mailsoort.BEVESTIGING), *[kop(Mailsoort.VERPLAATST)] * 2]


def test_alleen_een_adres_dat_niet_bevestigd_is_krijgt_de_link_om_dat_te_doen(
    site: Site, bus: Postbus
) -> None:
    site.dien_in_zonder_meer("een")
    site.dien_in("twee", telefoon="+31612345000")
    site.verstuur()
    met, zonder = (mail.ruw.decode() for mail in bus.ontvangen)
    assert "mijn-verzoek?mail=" in met
    assert "?mail=" not in zonder
    (agenda,) = bus.ontvangen[0].brief.iter_attachments()  # may be shared with others
    assert "mail=" not in agenda.get_content()


# Reminders ----------------------------------------------------------------------------------------


def onderwerpen(bus: Postbus) -> list[str]:
    return [mail.brief["Subject"] for mail in bus.ontvangen]


def test_wie_ruim_van_tevoren_vroeg_krijgt_een_herinnering_en_een_keer(
    site: Site, bus: Postbus
) -> None:
    verzoek = site.dien_in(vak=14)  # on Monday: the reminder goes on Sunday
    begin = verzoek.tijdvak.begin
    assert verzoek.tijdvak.dag.isoformat() == "2026-11-30"
    site.verstuur()
    site.verstuur(begin - timedelta(days=1, seconds=1))
    assert len(bus.ontvangen) == 1
    site.verstuur(begin - timedelta(days=1))
    assert onderwerpen(bus) == [kop(Mailsoort.BEVESTIGING), kop(Mailsoort.HERINNERING)]
    for uur in range(24):
        site.verstuur(begin - timedelta(hours=23 - uur))
    assert len(bus.ontvangen) == 2


@pytest.mark.parametrize("vak", [0, 1, 2, 5])
def test_wie_voor_vandaag_of_morgen_vroeg_krijgt_geen_herinnering(
    site: Site, bus: Postbus, vak: int
) -> None:
    begin = site.dien_in(vak=vak).tijdvak.begin
    for uur in range(48):
        if NU + timedelta(hours=uur) < begin:
            site.verstuur(NU + timedelta(hours=uur))
    assert onderwerpen(bus) == [kop(Mailsoort.BEVESTIGING)]


def test_wie_verplaatst_krijgt_een_herinnering_voor_het_nieuwe_tijdvak_en_niet_voor_het_oude(
    site: Site, bus: Postbus
) -> None:
    oud = site.dien_in(vak=10).tijdvak
    kort_ervoor = oud.begin - timedelta(hours=23)
    site.verstuur()
    site.verstuur(kort_ervoor)
    nieuw = site.loket.verzoeken.vrij(NU)[30]
    site.loket.verzoeken.verplaats("een", 1, nieuw, nu=kort_ervoor)
    moment = kort_ervoor
    while moment < nieuw.begin:
        site.verstuur(moment)
        moment += timedelta(hours=6)
    assert onderwerpen(bus)[-3:] == [
        kop(Mailsoort.HERINNERING),
        kop(Mailsoort.VERPLAATST),
        kop(Mailsoort.HERINNERING),
    ]


def test_wie_een_adres_gaf_dat_niet_bestaat_wordt_niet_herinnerd(site: Site, bus: Postbus) -> None:
    begin = site.dien_in(vak=14).tijdvak.begin
    bus.op["RCPT"] = lambda _: "550 nee"
    site.verstuur()
    assert site.verstuur(begin - timedelta(hours=20)).output == ""
    assert len(site.rijen()) == 1


def test_wie_ingetrokken_heeft_of_geen_adres_gaf_wordt_niet_herinnerd(
    site: Site, bus: Postbus
) -> None:
    begin = site.dien_in("een", vak=14).tijdvak.begin
    site.dien_in("twee", vak=14, email="", telefoon="+31612345000")
    site.verstuur()
    site.loket.verzoeken.trek_in("een", 1, nu=NU)
    site.verstuur(begin - timedelta(hours=20))
    assert onderwerpen(bus) == [kop(Mailsoort.BEVESTIGING), kop(Mailsoort.INGETROKKEN)]


@pytest.mark.parametrize(
    ("wil", "bevestigd", "wat", "komt"),
    [
        (True, True, Resultaat.GESPROKEN, True),
        (False, True, Resultaat.GESPROKEN, False),
        (True, False, Resultaat.GESPROKEN, False),
        (True, True, Resultaat.BEZET, False),
    ],
    ids=["gevraagd", "niet gevraagd", "adres niet bevestigd", "niet gesproken"],
)
def test_na_een_gesprek_komt_alleen_als_de_bewoner_het_wil_een_mail(
    site: Site, bus: Postbus, wil: bool, bevestigd: bool, wat: Resultaat, komt: bool
) -> None:
    verzoek, wie = site.dien_in_zonder_meer(), maak_account(site.loket, "Anna", nu=NU)[0].id
    site.verstuur()
    if bevestigd:
        bevestig_email(site.loket, verzoek.uid)
    gesprek = Gesprek(wat, verwezen=(Verwezen.IMG, Verwezen.NCG), mail=wil)
    site.loket.behandelen.leg_vast(verzoek.uid, 1, gesprek, wie=wie, nu=verzoek.tijdvak.begin)
    site.verstuur(verzoek.tijdvak.begin)
    na = [
        mail.brief for mail in bus.ontvangen if mail.brief["Subject"] == kop(Mailsoort.NA_GESPREK)
    ]
    assert bool(na) == komt
    for brief in na:
        deel = brief.get_body(("plain",))
        assert deel
        assert "0800 4444 111" in deel.get_content()
        assert "NCG" in deel.get_content()
        assert "gemeente" not in deel.get_content()


# Encryption on the way ----------------------------------------------------------------------------


@pytest.fixture(scope="module")
def certificaat(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Signed by itself, for 127.0.0.2: this machine, by an address our settings do not know."""
    sleutel = ec.generate_private_key(ec.SECP256R1())
    naam = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "proef")])
    vandaag = datetime.fromtimestamp(0).astimezone()
    certificaat = (
        x509.CertificateBuilder()
        .subject_name(naam)
        .issuer_name(naam)
        .public_key(sleutel.public_key())
        .serial_number(1)
        .not_valid_before(vandaag)
        .not_valid_after(datetime(2100, 1, 1))  # noqa: DTZ001 - the library wants it without
        .add_extension(
            x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.2"))]), critical=False
        )
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .sign(sleutel, hashes.SHA256())
    )
    pad = tmp_path_factory.mktemp("tls") / "proef.pem"
    pad.write_bytes(
        certificaat.public_bytes(serialization.Encoding.PEM)
        + sleutel.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
    )
    return pad


@pytest.fixture
def tls(certificaat: Path) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificaat)
    return context


@pytest.mark.parametrize("meteen", [False, True], ids=["starttls", "smtps"])
def test_naar_een_andere_machine_gaat_mail_alleen_versleuteld(
    maak_site: Maak,
    tls: ssl.SSLContext,
    certificaat: Path,
    monkeypatch: pytest.MonkeyPatch,
    meteen: bool,
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(certificaat))
    with mailserver(host="127.0.0.2", tls=tls, meteen=meteen) as bus:
        site = maak_site(bus.adres.replace("//", "//bureau%40gemeente:geheim@"))
        site.dien_in()
        assert site.verstuur().output == "1 verzonden\n"
        assert [mail.versleuteld for mail in bus.ontvangen] == [True]
        assert bus.gezien.index("AUTH") > (-1 if meteen else bus.gezien.index("STARTTLS"))


@pytest.mark.parametrize("meteen", [False, True], ids=["starttls", "smtps"])
def test_een_certificaat_dat_niemand_vertrouwt_krijgt_geen_mail(
    maak_site: Maak, tls: ssl.SSLContext, meteen: bool
) -> None:
    with mailserver(host="127.0.0.2", tls=tls, meteen=meteen) as bus:
        site = maak_site(bus.adres)
        site.dien_in()
        assert "SSLCertVerificationError" in site.verstuur().output
        assert bus.ontvangen == []
        assert "MAIL" not in bus.gezien


def test_een_andere_machine_zonder_starttls_krijgt_geen_mail_en_geen_wachtwoord(
    maak_site: Maak,
) -> None:
    with mailserver(host="127.0.0.2") as bus:
        site = maak_site(bus.adres.replace("//", "//bureau:geheim@"))
        site.dien_in()
        assert "SMTPNotSupportedError" in site.verstuur().output
        assert not {"AUTH", "MAIL"} & set(bus.gezien)


def test_een_geweigerd_wachtwoord_kost_geen_mail_zijn_poging(maak_site: Maak, bus: Postbus) -> None:
    bus.op["AUTH"] = lambda _: "535 nee"
    site = maak_site(bus.adres.replace("//", "//bureau:geheim@"))
    site.dien_in()
    uit = site.verstuur().output
    assert "SMTPAuthenticationError (535)" in uit
    assert "geheim" not in uit
    assert site.rijen() == [("bevestiging", "wacht", 0, "")]


# The hours changed --------------------------------------------------------------------------------


def sluit(site: Site, *dagen: date) -> None:
    roosters = site.loket.roosters
    nieuw = replace(STANDAARD, gesloten=dict.fromkeys(dagen, "studiedag"))
    with site.loket.bestand.write() as db:
        db.execute(
            "insert into medewerker (id, naam, rol, wachtwoord, gemaakt_op)"
            " values (1, 'Carla', 'beheerder', '', '2026-01-01T00:00:00Z') on conflict do nothing"
        )
    roosters.bewaar(nieuw, roosters.stand().id, medewerker=1, nu=NU)


def test_wie_niet_meer_past_krijgt_een_mail_en_geen_herinnering(site: Site, bus: Postbus) -> None:
    tijdvak = site.dien_in("een", vak=14).tijdvak
    site.dien_in_zonder_meer("zonder", telefoon="+31612345000")
    site.verstuur()
    sluit(site, tijdvak.dag)
    sluit(site, tijdvak.dag, tijdvak.dag + timedelta(days=1))  # it did not fit already
    site.verstuur()
    assert onderwerpen(bus)[2:] == [kop(Mailsoort.PAST_NIET)]
    site.verstuur(tijdvak.begin - timedelta(hours=20))
    assert len(bus.ontvangen) == 3


def test_past_het_weer_of_is_het_verplaatst_dan_gaat_die_mail_niet_weg(
    site: Site, bus: Postbus
) -> None:
    een = site.dien_in("een", vak=14).tijdvak
    twee = site.dien_in("twee", vak=20, telefoon="+31612345000").tijdvak
    assert een.dag != twee.dag
    site.verstuur()
    sluit(site, een.dag, twee.dag)
    sluit(site, twee.dag)
    vrij = site.loket.verzoeken.vrij(NU)[0]
    site.loket.verzoeken.verplaats("twee", 1, vrij, nu=NU)
    site.verstuur()
    assert onderwerpen(bus)[2:] == [kop(Mailsoort.VERPLAATST)]
    assert [rij[:2] for rij in site.rijen() if rij[0] == "past_niet"] == [
        ("past_niet", "vervallen")
    ] * 2


@pytest.mark.parametrize("daarna", ["niets", "sluiten"])
@pytest.mark.parametrize("door", [BEWONER, "medewerker:1"])
def test_van_een_ander_nummer_hoort_de_bewoner_ook_als_het_gesprek_meteen_sluit(
    site: Site, bus: Postbus, door: str, daarna: str
) -> None:
    """A colleague who puts their own number there and closes the request left no trace outside."""
    verzoek = site.dien_in(vak=14)
    site.verstuur()
    ander = replace(verzoek.gegevens, telefoon="+31612340000")
    site.loket.verbeteren.verbeter("een", 1, ander, nu=NU, wie=door)
    if daarna == "sluiten":
        wie, _ = maak_account(site.loket, "Anna", nu=NU)
        site.loket.behandelen.sluit("een", 2, Sluitreden.DUBBEL, wie=wie.id, nu=NU)
    site.verstuur()
    assert onderwerpen(bus) == [kop(Mailsoort.BEVESTIGING), kop(Mailsoort.NUMMER)]
    site.verstuur(verzoek.tijdvak.begin - timedelta(hours=20))
    herinnerd = [kop(Mailsoort.HERINNERING)] if daarna == "niets" else []
    assert onderwerpen(bus)[2:] == herinnerd, "it says nothing of when"


def test_van_een_ander_nummer_gaat_geen_mail_naar_wie_het_adres_niet_bevestigde(
    site: Site, bus: Postbus
) -> None:
    verzoek = site.dien_in_zonder_meer(vak=14)
    ander = replace(verzoek.gegevens, telefoon="+31612340000")
    site.loket.verbeteren.verbeter("een", 1, ander, nu=NU)
    bevestigd = site.dien_in("twee", vak=15, telefoon="+31612345000").gegevens
    site.loket.verbeteren.verbeter("twee", 1, replace(bevestigd, naam="Geertje"), nu=NU)
    site.verstuur()
    assert set(onderwerpen(bus)) == {kop(Mailsoort.BEVESTIGING)}
