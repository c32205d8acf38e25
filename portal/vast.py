"""`{% vast page.a, page.b %}...{% endvast %}` in a template: what says the same for the same a and b is made once.

A template that uses anything else between the two does not compile, so that nobody can ever read what was made for somebody else.
`{% vast rij.a met km=rij.km | getal(1) %}` leaves places open: `{{ km }}` is filled in each time, and nothing is done with it.

Knows no language, no Flask, and no page: what is named is up to the template. Never an address or a kenmerk: it stays in memory.
"""

from collections.abc import Iterator
from typing import Any, NoReturn

from jinja2 import Environment, TemplateSyntaxError, nodes
from jinja2.ext import Extension
from jinja2.parser import Parser
from jinja2.visitor import NodeTransformer
from markupsafe import Markup

# Pieces in memory for each language. All examples together need 840, 8,000 addresses of the province 3,300.
HOOGSTENS = 10_000
PLEK = "\0{}\0"  # an open place, while a piece is made
# What differs by request among what Jinja knows everywhere.
VAN_HET_VERZOEK = frozenset({"g", "request", "session", "config", "get_flashed_messages", "taallinks", "in_taal"})
GETALLEN = frozenset({"getal", "kort"})  # filters that give digits and a comma: nothing to escape


class Geheugen:
    """The pieces that were made, by where they stand and what they depend on."""

    def __init__(self) -> None:
        self.stukken: dict[tuple[Any, ...], str] = {}

    def bewaar(self, sleutel: tuple[Any, ...], stuk: str, *plekken: str) -> str:
        """Keeps a piece, and gives it as it is kept: with `%(naam)s` at each of its open places. When full it starts afresh."""
        klaar = str(stuk).replace("%", "%%") if plekken else str(stuk)
        for naam in plekken:
            klaar = klaar.replace(PLEK.format(naam), f"%({naam})s")
        if len(self.stukken) >= HOOGSTENS:
            self.stukken.clear()
        self.stukken[sleutel] = klaar
        return klaar


class Vast(Extension):
    """The tag. It becomes a `with` that gives no names but has values: `Uitvouwer` knows it by that."""

    tags = {"vast"}  # noqa: RUF012 - as Jinja has it

    def parse(self, parser: Parser) -> nodes.With:
        """From `vast` to `endvast`."""
        regel = next(parser.stream).lineno
        waarden: list[nodes.Expr] = [nodes.Const(0)]
        while parser.stream.current.type != "block_end" and not parser.stream.current.test("name:met"):
            if len(waarden) > 1:
                parser.stream.expect("comma")
            waarden.append(parser.parse_expression())
        namen, invulling = self._met(parser)
        body = parser.parse_statements(("name:endvast",), drop_needle=True)
        if namen:
            open_ = nodes.With(namen, invulling, body, lineno=regel)
            open_.is_open = True  # type: ignore[attr-defined]  # to tell it from a `with` that somebody wrote
            body = [open_]
        return nodes.With([], waarden, body, lineno=regel)

    def _met(self, parser: Parser) -> tuple[list[nodes.Expr], list[nodes.Expr]]:
        namen: list[nodes.Expr] = []
        invulling: list[nodes.Expr] = []
        while parser.stream.skip_if("comma" if namen else "name:met"):
            namen.append(parser.parse_assign_target(name_only=True))
            parser.stream.expect("assign")
            invulling.append(parser.parse_expression())
        return namen, invulling


class Uitvouwer(NodeTransformer):
    """Makes of each `vast`: look it up; not there, make it and keep it; show it. Refuses one that uses what it does not name."""

    def __init__(self, jinja: Environment, naam: str | None) -> None:
        self._jinja, self._naam, self._parser = jinja, naam, Parser(jinja, "")
        self._aantal = 0

    def visit_Template(self, node: nodes.Template) -> nodes.Template:  # noqa: N802 - the name jinja2 calls
        """A whole template."""
        self._met_page = {macro.name for macro in node.find_all(nodes.Macro)}
        for geleend in node.find_all(nodes.FromImport):
            if geleend.with_context:
                self._met_page |= {naam if isinstance(naam, str) else naam[1] for naam in geleend.names}
        self.generic_visit(node)
        return node

    def visit_With(self, node: nodes.With) -> nodes.Node | list[nodes.Node]:  # noqa: N802 - the same
        """A `vast`, or Jinja's own `with`."""
        if node.targets or not node.values:
            self.generic_visit(node)
            return node
        self._aantal += 1
        plek, waarden, invulling = nodes.Const(f"{self._naam} {self._aantal}"), node.values[1:], self._open(node)
        for fout in self._niet_genoemd(node.body, {pad_van(waarde) for waarde in waarden}):
            self._weiger(fout, node.lineno)
        self.generic_visit(node)
        for waarde in (*waarden, *invulling.values()):
            is_er(waarde)
        stuk, sleutel = self._parser.free_identifier(), self._parser.free_identifier()
        wat: list[nodes.Node] = [
            nodes.Assign(sleutel, nodes.Tuple([plek, *waarden], "load")),
            nodes.Assign(stuk, _roep("vast_bij", sleutel)),
            nodes.If(nodes.Not(stuk), self._maak(stuk, sleutel, node.body, invulling), [], []),
            nodes.Output([veilig(_vul_in(stuk, invulling))]),
        ]
        for deel in wat:
            deel.set_lineno(node.lineno)
        return wat

    def _maak(
        self,
        stuk: nodes.InternalName,
        sleutel: nodes.InternalName,
        body: list[nodes.Node],
        namen: dict[str, nodes.Expr],
    ) -> list[nodes.Node]:
        kent = _roep("vast_bewaar", sleutel, stuk, *map(nodes.Const, namen))
        return [nodes.AssignBlock(stuk, None, body), nodes.Assign(stuk, kent)]

    def _open(self, node: nodes.With) -> dict[str, nodes.Expr]:
        """What comes in each open place; in the body a sign stands there, that `Geheugen` knows."""
        binnen = node.body[0] if node.body else None
        if not isinstance(binnen, nodes.With) or not hasattr(binnen, "is_open"):
            return {}
        paren = {pad_van(naam): waarde for naam, waarde in zip(binnen.targets, binnen.values, strict=True)}
        binnen.values = [nodes.Const(Markup(PLEK.format(naam))) for naam in paren]  # noqa: S704 - a name of our own
        return paren

    def _niet_genoemd(self, body: list[nodes.Node], genoemd: set[str]) -> Iterator[str]:
        alles = nodes.Scope(body)
        gegeven = {naam.name for naam in alles.find_all(nodes.Name) if naam.ctx != "load"}
        if alles.find(nodes.For):
            gegeven.add("loop")
        yield from ("een block" for _ in alles.find_all(nodes.Block))  # another template can put something else there
        for pad in self._gebruikt(alles):
            stukken = pad.split(".")
            stammen = {".".join(stukken[:n]) for n in range(1, len(stukken) + 1)}
            if not (stammen & genoemd or stukken[0] in gegeven or self._zelfde_voor_iedereen(stukken[0])):
                yield pad

    def _gebruikt(self, node: nodes.Node) -> Iterator[str]:
        """The names of values under this node, each as `page.x.y`. An imported macro knows only what it is given."""
        if pad := pad_van(node):
            yield pad
            return
        for kind in node.iter_child_nodes():
            is_macro = isinstance(node, nodes.Call) and kind is node.node and isinstance(kind, nodes.Name)
            if not is_macro or pad_van(kind) in self._met_page | VAN_HET_VERZOEK:
                yield from self._gebruikt(kind)

    def _zelfde_voor_iedereen(self, naam: str) -> bool:
        return naam in self._jinja.globals and naam not in VAN_HET_VERZOEK

    def _weiger(self, wat: str, regel: int) -> NoReturn:
        raise TemplateSyntaxError(f"{wat} staat in een vast-blok dat het niet noemt", regel, self._naam)


def pad_van(node: nodes.Node) -> str:
    """`page.x.y` of a name with attributes; empty for anything else."""
    if isinstance(node, nodes.Name):
        return node.name
    if isinstance(node, nodes.Getattr) and (voor := pad_van(node.node)):
        return f"{voor}.{node.attr}"
    return ""


def is_getal(node: nodes.Node) -> bool:
    """Whether this gives digits."""
    return isinstance(node, nodes.Filter) and node.name in GETALLEN


def veilig(node: nodes.Expr) -> nodes.Expr:
    """The same, known to be safe to show as it is."""
    node.is_veilig = True  # type: ignore[attr-defined]  # Jinja lets nobody make a node of their own
    return node


def is_er(node: nodes.Node) -> None:
    """Every field in this is there; one that is not is an error and no empty place."""
    for veld in (node, *node.find_all(nodes.Getattr)):
        veld.is_er = True  # type: ignore[attr-defined]  # as above


def _roep(naam: str, *waarden: nodes.Expr) -> nodes.Call:
    return nodes.Call(nodes.EnvironmentAttribute(naam), list(waarden), [], None, None)


def _vul_in(stuk: nodes.InternalName, invulling: dict[str, nodes.Expr]) -> nodes.Expr:
    if not invulling:
        return stuk
    paren = [
        nodes.Pair(nodes.Const(naam), waarde if is_getal(waarde) else _roep("toonbaar", waarde))
        for naam, waarde in invulling.items()
    ]
    return nodes.Mod(stuk, nodes.Dict(paren))
