"""What click itself says, in Dutch.

click has its sentences in English, and looks each up with gettext in the catalogue of the shell's
language, of which it has none. So the two functions it does that with are replaced, in each of its
modules.
"""

import click

# A test holds that click has these sentences, and that an operator meets no other.
ZINNEN = {
    "Usage:": "Gebruik:",
    "Options": "Opties",
    "Commands": "Opdrachten",
    "Show this message and exit.": "Toon deze uitleg.",
    "Try '{command} {option}' for help.": "Uitleg: {command} {option}",
    "Error: {message}": "Fout: {message}",
    "Aborted!": "Afgebroken.",
    "default: {default}": "standaard: {default}",
    "Did you mean {possibility}?": "Bedoelt u {possibility}?",
    "(Did you mean one of: {possibilities}?)": "Bedoelt u een van deze: {possibilities}?",
    "Missing argument": "Noem ook",
    "Missing option": "Geef ook",
    "No such command {name!r}.": "De opdracht {name!r} is er niet.",
    "No such option {name!r}.": "De optie {name!r} is er niet.",
    "Option {name!r} does not take a value.": "Zet niets achter {name!r}.",
    "Option {name!r} requires an argument.": "Zet iets achter {name!r}.",
    "Got unexpected extra argument ({args})": "Dit is te veel: {args}.",
    "Got unexpected extra arguments ({args})": "Dit is te veel: {args}.",
    "Invalid value for {param_hint}: {message}": "{param_hint} kan niet: {message}",
    "{value!r} is not a valid {number_type}.": "{value!r} is geen goed getal.",
    "{value} is not in the range {range}.": "{value} valt buiten {range}.",
    "{name} {filename!r} does not exist.": "{filename!r} is er niet.",
    "{name} {filename!r} is a directory.": "{filename!r} is een map.",
    "{name} {filename!r} is not readable.": "{filename!r} mag u niet lezen.",
    "{name} {filename!r} is not writable.": "{filename!r} mag u niet schrijven.",
}
WAARDEN = {"text": "TEKST", "integer": "GETAL", "file": "BESTAND", "path": "PAD"}
MODULES = (
    click.core,
    click.decorators,
    click.exceptions,
    click.formatting,
    click.parser,
    click.types,
)


def spreek_nederlands(opdracht: click.Command) -> None:
    """From now on click speaks Dutch, and so does what the help of this command calls things."""
    for module in MODULES:
        vars(module).update(_=_vertaal, ngettext=_vertaal_aantal)
    opdracht.options_metavar = "[OPTIES]"
    for optie in opdracht.params:
        if isinstance(optie, click.Option) and not optie.is_flag:
            optie.metavar = optie.metavar or WAARDEN.get(optie.type.name)
    if isinstance(opdracht, click.Group):
        opdracht.subcommand_metavar = "OPDRACHT ..."
        for onderdeel in opdracht.commands.values():
            spreek_nederlands(onderdeel)


def _vertaal(zin: str) -> str:
    return ZINNEN.get(zin, zin)


def _vertaal_aantal(een: str, meer: str, aantal: int) -> str:
    return _vertaal(een if aantal == 1 else meer)
