"""Where the values come from: one row for each source. An empty `adres`: we know no public page.

"De brief" is the minister's letter to parliament on Duurzaam herstel (2026). "Stcrt" is the
Staatscourant.
"""

from rules.model import Bron

BRIEF = Bron("brief", "Brief van de minister aan de Tweede Kamer over Duurzaam herstel", "2026", "")
STCRT_2025 = Bron(
    "stcrt_2025",
    "Beleidsregel Duurzaam herstel, Staatscourant 2025, 40634",
    "2025",
    "https://zoek.officielebekendmakingen.nl/stcrt-2025-40634.html",
)
STCRT_2023 = Bron(
    "stcrt_2023",
    "Beleidsregel duurzaam herstel, Staatscourant 2023, 17664",
    "8 juni 2023",
    "https://zoek.officielebekendmakingen.nl/stcrt-2023-17664.html",
)
TIJDELIJKE_WET = Bron(
    "tijdelijke_wet",
    "Tijdelijke wet Groningen, artikel 2, lid 10",
    "",
    "https://wetten.overheid.nl/BWBR0043252",
)
AMENDEMENT_MULDER = Bron(
    "amendement_mulder",
    "Amendement-Mulder, Kamerstuk 35 603, nr. 43",
    "",
    "https://zoek.officielebekendmakingen.nl/kst-35603-43.html",
)
SWECO = Bron(
    "sweco",
    "Onderzoek van Sweco, Kamerstuk 33 529, nr. 1113",
    "",
    "https://zoek.officielebekendmakingen.nl/kst-33529-1113.html",
)
IMG_PILOT = Bron(
    "img_pilot",
    "IMG, pagina over de pilot Duurzaam herstel",
    "2024",
    "https://www.schadedoormijnbouw.nl/regelingen/schade-aan-gebouwen-en-objecten/pilot-duurzaam-herstel",
)
IMG_NCG = Bron(
    "img_ncg",
    "IMG, nieuws over de NCG en Duurzaam herstel",
    "10 april 2024",
    "https://www.schadedoormijnbouw.nl/nieuws/2024/04/ncg-neemt-img-pilot-duurzaam-herstel-mee-in-de-versterking",
)
IMG_TRILLINGSTOOL = Bron(
    "img_trillingstool",
    "IMG, nieuws over de trillingstool",
    "16 september 2021",
    "https://www.schadedoormijnbouw.nl/nieuws/bekijk-nu-zelf-trillingssnelheid-door-bevingen",
)
IMG_INTERVENTIETEAM = Bron(
    "img_interventieteam",
    "IMG, pagina over het Interventieteam Vastgelopen Situaties",
    "",
    "https://www.schadedoormijnbouw.nl/interventieteam-vastgelopen-situaties",
)
COMMISSIE_MIJNBOUWSCHADE = Bron(
    "commissie_mijnbouwschade",
    "Commissie Mijnbouwschade",
    "",
    "https://www.commissiemijnbouwschade.nl",
)
BOMMER_2019 = Bron(
    "bommer_2019",
    "Bommer, Stafford & Ntinalexis, rekenmodel voor de trillingssnelheid (PGV)",
    "2019",
    "",
)
KNMI = Bron(
    "knmi",
    "KNMI, catalogus van bevingen, opgehaald in november 2026 (CC BY 4.0)",
    "2026",
    "https://rdsa.knmi.nl/fdsnws/event/1/",
)
BAG = Bron(
    "bag",
    "Kadaster, Basisregistratie Adressen en Gebouwen (BAG)",
    "",
    "https://www.pdok.nl/datasets",
)
NIET_BEKEND = Bron("niet_bekend", "Wij kennen geen bron die dit zegt", "", "")
EIGEN_BEREKENING = Bron("eigen_berekening", "Onze berekening met deze regels", "", "")

BRONNEN: tuple[Bron, ...] = (
    BRIEF,
    STCRT_2025,
    STCRT_2023,
    TIJDELIJKE_WET,
    AMENDEMENT_MULDER,
    SWECO,
    IMG_PILOT,
    IMG_NCG,
    IMG_TRILLINGSTOOL,
    IMG_INTERVENTIETEAM,
    COMMISSIE_MIJNBOUWSCHADE,
    BOMMER_2019,
    KNMI,
    BAG,
    NIET_BEKEND,
    EIGEN_BEREKENING,
)
