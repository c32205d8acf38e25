"""The tables, each after those that it refers to, with what their rows are sorted by."""

# Not what belongs to one engine: which migrations were done, counters, when a job last ran.
TABLES = {
    "medewerker": "id",
    "herstelcode": "medewerker, hash",
    "sessie": "hash",
    "verzoek": "id",
    "zoekwoord": "hash, verzoek",
    "poging": "id",
    "notitie": "id",
    "concept": "id",
    "kijker": "verzoek, medewerker",
    "rooster": "id",
    "eigentekst": "id",
    "mail": "id",
    "meekijkcode": "code_hash",
    "proef": "gesloten",
    "telling": "dag, uitkomst",
    "verwijderd": "id",
    "logboek": "id",
    "duidelijk": "maand, uitkomst, taal, antwoord",
    "misgeraden": "dag",
    "weektelling": "dag, soort, waarde",
    "inkomend": "uid",
}
