"""How the templates are compiled, so that a page costs little: three things that change no word of it.

`{% include %}`: what is included becomes part of the template that includes it. Handing a context over cost 3 us each time.
`{% vast page.a, page.b %}...{% endvast %}`: what says the same for the same a and b is made once for each a and b. A template that
uses anything else between the two does not compile, so that nobody can ever read what was made for somebody else.
And a value is escaped without being wrapped as safe: it is put between other text at once.

Knows no Flask and no language.
"""

from collections.abc import Callable, Iterator, MutableMapping
from keyword import kwlist
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
PLEK = "\0{}\0"  # an open place, while a piece is made
# What differs by request among what Jinja knows everywhere.
VAN_HET_VERZOEK = frozenset({"g", "request", "session", "config", "get_flashed_messages", "taallinks", "in_taal"})
GETALLEN = frozenset({"getal", "kort"})  # filters that give digits and a comma


class Vast(Extension):
    """The tag. What stands in it becomes a `with` that gives no names but has values: `Uitvouwer` knows it by that."""

    tags = {"vast"}  # noqa: RUF012 - as Jinja has it

    def parse(self, parser: Parser) -> nodes.With:
        """From `vast` to `endvast`."""
        regel, waarden = next(parser.stream).lineno, [nodes.Const(0)]
        while parser.stream.current.type != "block_end" and not parser.stream.current.test("name:met"):
            if len(waarden) > 1:
                parser.stream.expect("comma")
            waarden.append(parser.parse_expression())
        met = self._met(parser)
        body = parser.parse_statements(("name:endvast",), drop_needle=True)
        if met:
            body = [nodes.With([naam for naam, _ in met], [waarde for _, waarde in met], body, lineno=regel)]
            body[0].is_open = True
        return nodes.With([], waarden, body, lineno=regel)

    def _met(self, parser: Parser) -> list[tuple[nodes.Name, nodes.Expr]]:
        paren: list[tuple[nodes.Name, nodes.Expr]] = []
        while parser.stream.skip_if("comma" if paren else "name:met"):
            naam = parser.parse_assign_target(name_only=True)
            parser.stream.expect("assign")
            paren.append((naam, parser.parse_expression()))
        return paren


class Geheugen:
    """The pieces that were made, by where they stand and what they depend on."""

    def __init__(self) -> None:
        self.stukken: dict[tuple[Any, ...], str] = {}

    def bewaar(self, sleutel: tuple[Any, ...], stuk: Markup, *plekken: str) -> str:
        """Keeps a piece, and gives it as it is kept: with `%(naam)s` at each of its open places. When full it starts afresh."""
        if len(self.stukken) >= HOOGSTENS:
            self.stukken.clear()
        klaar = str(stuk)
        if plekken:
            klaar = klaar.replace("%", "%%")
            for naam in plekken:
                klaar = klaar.replace(PLEK.format(naam), f"%({naam})s")
        self.stukken[sleutel] = klaar
        return klaar


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
        waarden, met = node.values[1:], self._open(node)
        for fout in self._niet_genoemd(node.body, {_pad(waarde) for waarde in waarden}):
            self._weiger(fout, node.lineno)
        self._vouwt += 1
        plek = nodes.Const(f"{self._naam}/{self._vouwt}")
        self.generic_visit(node)
        stuk, sleutel = self._parser.free_identifier(), self._parser.free_identifier()
        bij = nodes.Call(nodes.EnvironmentAttribute("vast_bij"), [sleutel], [], None, None)
        plekken = [nodes.Const(naam) for naam in met]
        bewaar = nodes.Call(nodes.EnvironmentAttribute("vast_bewaar"), [sleutel, stuk, *plekken], [], None, None)
        maak = [nodes.AssignBlock(stuk, None, node.body), nodes.Assign(stuk, bewaar)]
        toon = nodes.Mod(stuk, nodes.Dict([nodes.Pair(nodes.Const(naam), met[naam]) for naam in met])) if met else stuk
        toon.is_veilig = True
        wat = [
            nodes.Assign(sleutel, nodes.Tuple([plek, *waarden], "load")),
            nodes.Assign(stuk, bij),
            nodes.If(nodes.Not(stuk), maak, [], []),
            nodes.Output([toon]),
        ]
        for deel in wat:
            deel.set_lineno(node.lineno)
        return wat

    def _open(self, node: nodes.With) -> dict[str, nodes.Expr]:
        """The open places, each with what comes in it; in the body a sign stands there, that `Geheugen` knows."""
        binnen = node.body[0] if len(node.body) == 1 else None
        if not isinstance(binnen, nodes.With) or not hasattr(binnen, "is_open"):
            return {}
        met = {naam.name: waarde for naam, waarde in zip(binnen.targets, binnen.values, strict=True)}
        binnen.values = [nodes.Const(Markup(PLEK.format(naam))) for naam in met]  # noqa: S704 - a name of our own
        return {naam: waarde if _is_getal(waarde) else _toonbaar(waarde) for naam, waarde in met.items()}

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
    """Jinja's own, with three shorter ways in a page (a mail in plain text is left as it is)."""

    def _output_child_pre(self, node: nodes.Expr, frame: Frame, finalize: Any) -> None:
        """What is shown goes through `toonbaar`; a number does not need to."""
        if not _is_pagina(frame) or finalize.src is not None:
            super()._output_child_pre(node, frame, finalize)
        else:
            self.write("(" if _is_getal(node) or hasattr(node, "is_veilig") else "environment.toonbaar(")

    def visit_Call(self, node: nodes.Call, frame: Frame, forward_caller: bool = False) -> None:  # noqa: N802 - the same
        """A call is a call. `context.call` asks each time whether what is called wants the context: 2 us."""
        namen = {paar.key for paar in node.kwargs}
        if not _is_pagina(frame) or forward_caller or node.dyn_args or node.dyn_kwargs or namen & set(kwlist):
            super().visit_Call(node, frame, forward_caller=forward_caller)
            return
        self.visit(node.node, frame)
        self.write("(")
        for waarde in node.args:
            self.visit(waarde, frame)
            self.write(", ")
        for paar in node.kwargs:
            self.write(f"{paar.key}=")
            self.visit(paar.value, frame)
            self.write(", ")
        self.write(")")

    def visit_Getattr(self, node: nodes.Getattr, frame: Frame) -> None:  # noqa: N802 - the same
        """A field of `page` is there: it is a dataclass, and a test holds it equal to what the template uses."""
        if isinstance(node.node, nodes.Name) and node.node.name == "page" and _is_pagina(frame):
            self.visit(node.node, frame)
            self.write(f".{node.attr}")
        else:
            super().visit_Getattr(node, frame)


def _is_getal(node: nodes.Expr) -> bool:
    return isinstance(node, nodes.Filter) and node.name in GETALLEN


def _toonbaar(node: nodes.Expr) -> nodes.Call:
    return nodes.Call(nodes.EnvironmentAttribute("toonbaar"), [node], [], None, None)


def _is_pagina(frame: Frame) -> bool:
    return bool(frame.eval_ctx.autoescape) and not frame.eval_ctx.volatile


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

    def make_globals(self, d: MutableMapping[str, Any] | None) -> MutableMapping[str, Any]:
        """No template has globals of its own. Jinja lays an empty map over ours, and copies the two for each page: 20 us."""
        return super().make_globals(d) if d else self.globals

    def onthoud(self) -> None:
        """A memory of its own for what is `vast`."""
        geheugen = Geheugen()
        self.vast_bij, self.vast_bewaar = geheugen.stukken.get, geheugen.bewaar
