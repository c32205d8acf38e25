"""How the templates are compiled, so that a page costs little. Five things that change no word of it:

what is included becomes part of the template that includes it (handing a context over cost 3 us each time); what says the same
to many is made once (`portal.vast`); a value is escaped without being wrapped as safe, since it is put between other text at
once; a call is a call; and a block gives its text in one go. What it brought: docs/snelheid.md.

Knows no language and no route.
"""

import re
from collections.abc import Callable, Iterable, MutableMapping
from keyword import kwlist
from typing import Any

from flask.templating import Environment
from jinja2 import Template, nodes
from jinja2.compiler import CodeGenerator, Frame
from jinja2.visitor import NodeTransformer
from markupsafe import Markup, escape

from portal.vast import Geheugen, Uitvouwer, is_getal

BIJZONDER = re.compile(r"[&<>\"']").search  # what `escape` changes


class Insluiter(NodeTransformer):
    """Puts what is included in the place of `{% include %}`: of `"map/" ~ naam ~ ".html"` each file of the folder."""

    def __init__(self, lees: Callable[[str], nodes.Template], namen: Callable[[], list[str]]) -> None:
        self._lees, self._namen = lees, namen
        self._bezig: list[str] = []

    def visit_Include(self, node: nodes.Include) -> nodes.Node:  # noqa: N802 - the name jinja2 calls
        """One include."""
        match node.template:
            case nodes.Const(value=str(naam)):
                return self._deel(naam, node)
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


class Schrijver(CodeGenerator):
    """Jinja's own, with four shorter ways in a page (a mail in plain text is left as it is)."""

    def _output_child_pre(self, node: nodes.Expr, frame: Frame, finalize: Any) -> None:
        """What is shown goes through `toonbaar`; a number, and what was made before, need not."""
        if not _is_pagina(frame) or finalize.src is not None:
            super()._output_child_pre(node, frame, finalize)
        else:
            self.write("(" if is_getal(node) or hasattr(node, "is_veilig") else "environment.toonbaar(")

    def blockvisit(self, nodes: Iterable[nodes.Node], frame: Frame) -> None:
        """A block of a page gathers its text, and gives it in one go: each yield passes all templates that stand around it."""
        verzamelt = frame.buffer is None and (frame.block_frame or frame.rootlevel) and _is_pagina(frame)
        if verzamelt:
            self.buffer(frame)
        super().blockvisit(nodes, frame)
        if verzamelt:
            self.writeline(f"yield concat({frame.buffer})")

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
        """A field of `page` is there: a test holds dataclass and template equal. So is what `vast` names."""
        van_page = isinstance(node.node, nodes.Name) and node.node.name == "page"
        if (van_page or hasattr(node, "is_er")) and _is_pagina(frame):
            self.visit(node.node, frame)
            self.write(f".{node.attr}")
        else:
            super().visit_Getattr(node, frame)


def _is_pagina(frame: Frame) -> bool:
    return bool(frame.eval_ctx.autoescape) and not frame.eval_ctx.volatile


def toonbaar(waarde: object) -> str:
    """As `escape`, which copies what is safe already: 0.1 us for 0.5. Most texts have nothing in them to escape."""
    if type(waarde) is Markup:
        return waarde
    if type(waarde) is str and BIJZONDER(waarde) is None:
        return waarde
    return str(waarde) if type(waarde) is int else escape(waarde)


class Omgeving(Environment):
    """A Jinja environment with all of this. `vast_bij` and `vast_bewaar` come from `onthoud`."""

    code_generator_class = Schrijver
    toonbaar = staticmethod(toonbaar)

    def onthoud(self) -> None:
        """A memory of its own for what is `vast`."""
        self.geheugen, self.klaar = Geheugen(), {}  # type: Geheugen, dict[str, Template]
        self.vast_bij, self.vast_bewaar = self.geheugen.stukken.get, self.geheugen.bewaar

    def make_globals(self, d: MutableMapping[str, Any] | None) -> MutableMapping[str, Any]:
        """No template has globals of its own. Jinja lays an empty map over ours, and copies the two for each page: 20 us."""
        return super().make_globals(d) if d else self.globals

    def get_template(
        self, name: Any, parent: str | None = None, globals: MutableMapping[str, Any] | None = None
    ) -> Template:
        """Jinja asks its cache by a weak reference, and whether the file has changed: 2 us, four times a page."""
        if name not in self.klaar or self.auto_reload or globals:
            self.klaar[name] = super().get_template(name, parent, globals)
        return self.klaar[name]

    def lees(self, source: str, name: str | None, filename: str | None) -> nodes.Template:
        """The tree, with what is included in it."""
        boom: nodes.Template = Insluiter(self._lees_deel, self.list_templates).visit(
            super()._parse(source, name, filename)
        )
        return boom

    def _parse(self, source: str, name: str | None, filename: str | None) -> nodes.Template:
        boom: nodes.Template = Uitvouwer(self, name).visit(self.lees(source, name, filename))
        return boom

    def _lees_deel(self, naam: str) -> nodes.Template:
        assert self.loader is not None  # noqa: S101 - Flask always gives one
        bron, bestand, _ = self.loader.get_source(self, naam)
        return super()._parse(bron, naam, bestand)
