"""How the templates are compiled, so that a page costs little: three things that change no word of it.

`{% include %}`: what is included becomes part of the template that includes it. Handing a context over cost 3 us each time.
`{% vast page.a, page.b %}...{% endvast %}`: what says the same for the same a and b is made once for each a and b. A template that
uses anything else between the two does not compile, so that nobody can ever read what was made for somebody else.
And a value is escaped without being wrapped as safe: it is put between other text at once.

Knows no Flask and no language.
"""

from collections.abc import Callable, Iterator
from typing import Any, NoReturn

from flask.templating import Environment
from jinja2 import TemplateSyntaxError, nodes
from jinja2.compiler import CodeGenerator, Frame
from jinja2.ext import Extension
from jinja2.parser import Parser
from jinja2.visitor import NodeTransformer
from markupsafe import Markup, escape

# Pieces in memory for each language. The province has some hundreds of counts; all examples together fill 2,500.
HOOGSTENS = 10_000
VAN_HET_VERZOEK = frozenset({"g", "request", "session", "config"})  # Flask puts them among what is the same for everybody


class Vast(Extension):
    """The tag. What stands in it becomes a `with` that gives no names but has values: `Uitvouwer` knows it by that."""

    tags = {"vast"}  # noqa: RUF012 - as Jinja has it

    def parse(self, parser: Parser) -> nodes.With:
        """From `vast` to `endvast`."""
        regel, waarden = next(parser.stream).lineno, [nodes.Const(0)]
        while parser.stream.current.type != "block_end":
            if len(waarden) > 1:
                parser.stream.expect("comma")
            waarden.append(parser.parse_expression())
        body = parser.parse_statements(("name:endvast",), drop_needle=True)
        return nodes.With([], waarden, body, lineno=regel)


class Geheugen:
    """The pieces that were made, by where they stand and what they depend on."""

    def __init__(self) -> None:
        self.stukken: dict[tuple[Any, ...], Markup] = {}

    def bewaar(self, sleutel: tuple[Any, ...], stuk: Markup) -> None:
        """Keeps a piece. When it is full it starts afresh."""
        if len(self.stukken) >= HOOGSTENS:
            self.stukken.clear()
        self.stukken[sleutel] = stuk


class Insluiter(NodeTransformer):
    """Puts what is included in the place of `{% include %}`; for `"map/" ~ naam ~ ".html"` each file of the folder, to choose from."""

    def __init__(self, lees: Callable[[str], nodes.Template], namen: Callable[[], list[str]]) -> None:
        self._lees, self._namen = lees, namen
        self._bezig: list[str] = []

    def visit_Include(self, node: nodes.Include) -> nodes.Node:  # noqa: N802 - the name jinja2 calls
        """One include."""
        doel = node.template
        if isinstance(doel, nodes.Const):
            return self._deel(doel.value, node)
        match doel:
            case nodes.Concat(nodes=[nodes.Const(value=begin), naam, nodes.Const(value=eind)]):
                return self._keuze(begin, naam, eind, node)
        return node

    def _deel(self, naam: str, node: nodes.Node) -> nodes.Scope:
        self._bezig.append(naam)
        deel = self.visit(self._lees(naam))
        self._bezig.pop()
        return nodes.Scope(deel.body, lineno=node.lineno)

    def _keuze(self, begin: str, naam: nodes.Expr, eind: str, node: nodes.Include) -> nodes.If:
        """What is left for Jinja itself: a file that is not there, and one that this is already a part of."""
        namen = [n for n in self._namen() if n.startswith(begin) and n.endswith(eind) and n not in self._bezig]
        takken = [self._tak(naam, pad, pad.removeprefix(begin).removesuffix(eind), node) for pad in namen]
        takken[0].elif_, takken[0].else_ = takken[1:], [node]
        return takken[0]

    def _tak(self, naam: nodes.Expr, pad: str, waarde: str, node: nodes.Node) -> nodes.If:
        is_waarde = nodes.Compare(naam, [nodes.Operand("eq", nodes.Const(waarde))], lineno=node.lineno)
        return nodes.If(is_waarde, [self._deel(pad, node)], [], [], lineno=node.lineno)


class Uitvouwer(NodeTransformer):
    """Makes of each `vast`: look it up; not there, make it and keep it; show it. Refuses one that uses what it does not name."""

    def __init__(self, jinja: Environment, naam: str | None) -> None:
        self._jinja, self._naam, self._parser = jinja, naam, Parser(jinja, "")
        self._vouwt = 0

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
        waarden = node.values[1:]
        for fout in self._niet_genoemd(node.body, {_pad(waarde) for waarde in waarden}):
            self._weiger(fout, node.lineno)
        self._vouwt += 1
        plek = nodes.Const(f"{self._naam}/{self._vouwt}")
        self.generic_visit(node)
        stuk, sleutel = self._parser.free_identifier(), self._parser.free_identifier()
        bij = nodes.Call(nodes.Name("vast_bij", "load"), [sleutel], [], None, None)
        bewaar = nodes.Call(nodes.Name("vast_bewaar", "load"), [sleutel, stuk], [], None, None)
        maak = [nodes.AssignBlock(stuk, None, node.body), nodes.ExprStmt(bewaar)]
        wat = [
            nodes.Assign(sleutel, nodes.Tuple([plek, *waarden], "load")),
            nodes.Assign(stuk, bij),
            nodes.If(nodes.Not(stuk), maak, [], []),
            nodes.Output([stuk]),
        ]
        for deel in wat:
            deel.set_lineno(node.lineno)
        return wat

    def _niet_genoemd(self, body: list[nodes.Node], genoemd: set[str]) -> Iterator[str]:
        alles = nodes.Scope(body)
        gegeven = {naam.name for naam in alles.find_all(nodes.Name) if naam.ctx != "load"}
        if alles.find(nodes.For):
            gegeven.add("loop")
        for pad in self._gebruikt(alles):
            stukken = pad.split(".")
            stammen = {".".join(stukken[:n]) for n in range(1, len(stukken) + 1)}
            if not (stammen & genoemd or stukken[0] in gegeven or self._zelfde_voor_iedereen(stukken[0])):
                yield pad

    def _gebruikt(self, node: nodes.Node) -> Iterator[str]:
        """The names of values under this node, each as `page.x.y`. An imported macro knows only what it is given."""
        if pad := _pad(node):
            yield pad
            return
        for kind in node.iter_child_nodes():
            is_macro = isinstance(node, nodes.Call) and kind is node.node and isinstance(kind, nodes.Name)
            if not (is_macro and kind.name not in self._met_page):
                yield from self._gebruikt(kind)

    def _zelfde_voor_iedereen(self, naam: str) -> bool:
        return naam in self._jinja.globals and naam not in VAN_HET_VERZOEK

    def _weiger(self, pad: str, regel: int) -> NoReturn:
        raise TemplateSyntaxError(f"{pad} staat in een vast-blok dat het niet noemt", regel, self._naam)


def _pad(node: nodes.Node) -> str:
    """`page.x.y` of a name with attributes; empty for anything else."""
    if isinstance(node, nodes.Name):
        return node.name
    if isinstance(node, nodes.Getattr) and (voor := _pad(node.node)):
        return f"{voor}.{node.attr}"
    return ""


class Schrijver(CodeGenerator):
    """Jinja's own, except that what is shown goes through `toonbaar`."""

    def _output_child_pre(self, node: nodes.Expr, frame: Frame, finalize: Any) -> None:
        if frame.eval_ctx.autoescape and not frame.eval_ctx.volatile and finalize.src is None:
            self.write("environment.toonbaar(")
        else:
            super()._output_child_pre(node, frame, finalize)


def toonbaar(waarde: object) -> str:
    """As `escape`, which copies what is safe already: 0.1 us for 0.5."""
    soort = type(waarde)
    if soort is Markup:
        return waarde  # type: ignore[return-value]
    return str(waarde) if soort is int else escape(waarde)


class Omgeving(Environment):
    """A Jinja environment with all of this."""

    code_generator_class = Schrijver
    toonbaar = staticmethod(toonbaar)

    def _parse(self, source: str, name: str | None, filename: str | None) -> nodes.Template:
        return Uitvouwer(self, name).visit(self.lees(source, name, filename))

    def lees(self, source: str, name: str | None, filename: str | None) -> nodes.Template:
        """The tree, with what is included in it."""
        boom = super()._parse(source, name, filename)
        return Insluiter(self._lees_deel, self.list_templates).visit(boom)

    def _lees_deel(self, naam: str) -> nodes.Template:
        bron, bestand, _ = self.loader.get_source(self, naam)
        return super()._parse(bron, naam, bestand)

    def onthoud(self) -> None:
        """A memory of its own for what is `vast`."""
        geheugen = Geheugen()
        self.globals |= {"vast_bij": geheugen.stukken.get, "vast_bewaar": geheugen.bewaar}
