"""From a page or a text to its sentences. This file alone says what counts as a sentence.

- A block (paragraph, list item, cell, heading, label, <br>) ends a sentence. So do . ! and ? before
  a new one, and a dot between the values of a row. In Gronings a sentence may begin with t or n in
  lower case: "t Komt", "n Bevn".
- Every sentence has a length, headings and labels too. A word is anything between spaces that has a
  letter or a digit; a phone number, a web address and a mail address are one word each.
- For Flesch only running sentences count: outside headings, labels, tables and names, and with
  . ! ? or : at their end. So many short headings cannot make a page easier to read.
- Left out: what has no reader (scripts), and what is a value by itself (an address, a code, the
  label behind a value).
"""

import re
from dataclasses import dataclass
from xml.etree.ElementTree import Element

import html5lib

# What makes a line of its own without being a sentence.
LOOPT_NIET = {
    "button", "caption", "dt", "figcaption", "h1", "h2", "h3", "h4", "label", "legend", "option",
    "summary", "svg", "td", "text", "th", "title",
}  # fmt: skip
BLOK = LOOPT_NIET | {
    "address", "article", "aside", "blockquote", "br", "dd", "desc", "details", "div", "dl",
    "fieldset", "figure", "footer", "form", "header", "hr", "li", "main", "nav", "ol", "optgroup",
    "p", "pre", "section", "select", "table", "tbody", "thead", "tr", "ul",
}  # fmt: skip
OVERSLAAN = {"code", "script", "style", "textarea"}  # a formula is no sentence
# Values, not sentences: the address of an uitkomst, codes, the number of a block, the label behind
# a value, the mark of an error.
OVERSLAAN_KLASSEN = {"antwoord__adres", "blok", "code", "fout-teken", "gespeld", "merk"}
AFKORTING = re.compile(r"\b(?:art|bijv|nr|mr|dr|St)\.$")
NIEUWE_ZIN = re.compile(
    r"\s·\s|(?:(?<=[.!?…])|(?<=[.!?…][”’\"')]))\s+(?=[“‘\"(]?(?:€\s?)?[A-ZÀ-Ý0-9]|['’][a-z]\b|[tn] "
    r"[A-ZÀ-Ý0-9])"
)
TELEFOON = re.compile(r"\b0\d{1,3}[ -]\d[\d ]*\d")
WEB = re.compile(r"\S*(?:@|://|\bwww\.)\S*[\w/]")
WOORD = re.compile(r"\w")


@dataclass(frozen=True, slots=True)
class Zin:
    """`loopt`: a running sentence, which counts for Flesch."""

    tekst: str
    loopt: bool

    @property
    def lengte(self) -> int:
        """Its length in words."""
        eenvoudig = WEB.sub("web", TELEFOON.sub("nummer", self.tekst))
        return sum(1 for deel in eenvoudig.split() if WOORD.search(deel))


def zinnen_van_html(html: str) -> list[Zin]:
    """The sentences of main: what surrounds it is the same on every page."""
    wortel = next(html5lib.parse(html, namespaceHTMLElements=False).iter("main"))
    blokken: list[tuple[list[str], bool]] = [([], True)]
    _loop(wortel, True, blokken)
    return [zin for stukken, loopt in blokken for zin in splits("".join(stukken), loopt)]


def zinnen_van_tekst(tekst: str) -> list[Zin]:
    """The sentences of one text, perhaps with some HTML in it."""
    return zinnen_van_html(f"<main>{tekst}</main>")


def splits(tekst: str, loopt: bool = True) -> list[Zin]:
    """The sentences of one block of text."""
    tekst = " ".join(tekst.split())
    delen: list[str] = []
    for deel in NIEUWE_ZIN.split(tekst):
        if delen and AFKORTING.search(delen[-1]):
            delen[-1] += " " + deel
        else:
            delen.append(deel)
    return [
        Zin(d, loopt and d.rstrip("”’\"')").endswith((".", "!", "?", ":")))
        for d in delen
        if WOORD.search(d)
    ]


def _loop(element: Element, loopt: bool, blokken: list[tuple[list[str], bool]]) -> None:
    if not isinstance(element.tag, str):  # a comment
        return
    klassen = set((element.get("class") or "").split())
    if element.tag in OVERSLAAN or klassen & OVERSLAAN_KLASSEN:
        return
    eigen = loopt and element.tag not in LOOPT_NIET
    if element.tag in BLOK:
        blokken.append(([], eigen))
    blokken[-1][0].append(element.text or "")
    for kind in element:
        _loop(kind, eigen, blokken)
        blokken[-1][0].append(kind.tail or "")
    if element.tag in BLOK:
        blokken.append(([], loopt))
