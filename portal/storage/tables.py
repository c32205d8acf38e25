"""The tables, each after those that it refers to, with what their rows are sorted by."""

# What opens the rows of a request. Small, so it can be written anew, without the keys that were.
KEYS = "verzoeksleutel"
# Not what belongs to one engine: which migrations were done, counters, when a job last ran.
TABLES = {
    "medewerker": "id",
    "herstelcode": "medewerker, hash",
    "sessie": "hash",
    "afmelding": "hash",
    "afnemer": "id",
    "verzoek": "id",
    "verzoeksleutel": "verzoek",
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
    "volgnummer": "naam",
    "doorgave": "id",
    "levering": "id",
}
