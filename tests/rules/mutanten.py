"""`make mutanten`: changes the rules one by one; does a test notice? Fails below 90 %, or when a
survivor is unexplained.

mutmut changes the inside of functions: a sign, a number, a word, an argument. mutanten.md, beside
this file, explains for each survivor why no test sees it, by its function and what it was changed
into. An explanation without a survivor is reported too.
"""

import json
import re
import subprocess
import sys
from collections import Counter
from pathlib import Path

WORTEL = Path(__file__).parents[2]
UITLEG = Path(__file__).with_suffix(".md")
MINSTENS = 0.90
GEZIEN = ("killed", "timeout", "segfault")  # a change that never ends is seen as well


def mutmut(*opdracht: str) -> str:
    return subprocess.run(
        [sys.executable, "-m", "mutmut", *opdracht],
        cwd=WORTEL,
        check=True,
        capture_output=True,
        text=True,
    ).stdout


def veranderd(naam: str) -> str:
    """What is there now: the line as changed."""
    return next(
        regel[1:].strip()
        for regel in mutmut("show", naam).splitlines()
        if re.match(r"\+(?!\+\+)", regel)
    )


def functie(naam: str) -> str:
    """`rules.csvrun.x__schrijf__mutmut_5` is a change of `csvrun._schrijf`."""
    module, _, rest = naam.removeprefix("rules.").rpartition(".")
    naam = rest.partition("__mutmut_")[0].removeprefix("x_").removeprefix("xǁ")
    return f"{module}.{naam.replace('ǁ', '.')}"


def main() -> int:
    subprocess.run([sys.executable, "-m", "mutmut", "run", *sys.argv[1:]], cwd=WORTEL, check=True)
    mutmut("export-cicd-stats")
    geteld = json.loads((WORTEL / "mutants" / "mutmut-cicd-stats.json").read_text())
    gezien, samen = sum(geteld[soort] for soort in GEZIEN), geteld["total"]
    standen = (
        regel.strip().split(": ")
        for regel in mutmut("results").splitlines()
        if "__mutmut_" in regel
    )
    over = [naam for naam, stand in standen if stand not in GEZIEN]
    ongezien = Counter(f"| `{functie(naam)}` | `{veranderd(naam)}` |" for naam in over)
    uitleg = UITLEG.read_text(encoding="utf-8").splitlines()
    zonder = [rij for rij in ongezien if not any(regel.startswith(rij) for regel in uitleg)]
    voorbij = [
        regel
        for regel in uitleg
        if regel.startswith("| `") and not any(map(regel.startswith, ongezien))
    ]
    print(
        f"\n{samen} veranderingen in rules/, "
        f"{gezien} gezien door een test: {gezien / samen:.1%} (minstens {MINSTENS:.0%})"
    )
    for kop, rijen in (
        ("niet gezien en niet uitgelegd", zonder),
        ("uitgelegd en toch gezien", voorbij),
    ):
        if rijen:
            print(f"{kop}:", *rijen, sep="\n")
    return int(gezien / samen < MINSTENS or bool(zonder))


if __name__ == "__main__":
    sys.exit(main())
