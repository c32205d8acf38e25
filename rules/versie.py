"""The version of these rules, and of the package that holds them.

First the newest regelversie, then a number that goes up whenever another uitkomst, count or source
can come out: another quake, value, assumption or formula. `tests/rules/versie.txt` holds the
fingerprint that belongs to it. So who has the same version has the same rules.
"""

VERSIE = "2026.1"
