"""Translates a template when it is compiled: each sentence becomes fixed text.

flask-babel looks up the language again for every sentence; on an uitkomst page that was more than
half of the whole cost.
"""

import re
from collections.abc import Callable

from jinja2 import nodes
from jinja2.visitor import NodeTransformer

PLACE = re.compile(r"%\((\w+)\)s")  # where a value comes in a sentence


class Translator(NodeTransformer):
    """Replaces `_("...")` and `{% trans %}` by their translation; values are still escaped."""

    def __init__(self, translate: Callable[[str], str]) -> None:
        self._translate = translate

    def visit_Call(self, node: nodes.Call) -> nodes.Node:  # noqa: N802 - the name jinja2 calls
        """`_("...")` becomes its text."""
        self.generic_visit(node)
        if isinstance(node.node, nodes.Name) and node.node.name == "_":
            (text,) = node.args
            return nodes.Const(self._translate(text.as_const()), lineno=node.lineno)
        return node

    def visit_Output(self, node: nodes.Output) -> nodes.Node:  # noqa: N802 - the same
        """A `{% trans %}` block becomes pieces of fixed text with its values between them."""
        parts: list[nodes.Expr] = []
        for part in node.nodes:
            match part:
                case nodes.Call(node=nodes.Name(name="gettext")):
                    parts += self._pieces(part)
                case _:
                    parts.append(self.visit(part))
        node.nodes = parts
        return node

    def _pieces(self, call: nodes.Call) -> list[nodes.Expr]:
        values = {pair.key: self.visit(pair.value) for pair in call.kwargs}
        # Text, name, text, ..., text.
        pieces = PLACE.split(self._translate(call.args[0].as_const()))
        return [
            values[piece] if index % 2 else nodes.TemplateData(piece.replace("%%", "%"))
            for index, piece in enumerate(pieces)
        ]
