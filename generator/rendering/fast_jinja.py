"""Jinja2 with shortcuts for what pages do most: read a field, output a text, call a macro. Knows no template.

A page is rendered in half the time and is the same as with Jinja2's own `Environment`. Rendering fails where a shortcut
does not apply or a template has an error; `Environment` then has to render the page or report the error.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from keyword import iskeyword
from types import FunctionType
from typing import Any

import markupsafe
from jinja2 import Environment, nodes
from jinja2.compiler import CodeGenerator, Frame
from jinja2.runtime import Context, Macro
from jinja2.utils import missing
from markupsafe import Markup, escape

safe: Callable[[str], Markup] = partial(str.__new__, Markup)
"""Makes `Markup` of a string that is HTML already, without looking for `__html__`."""

_escaped: Callable[[str], str] = getattr(markupsafe, "_escape_inner", escape)  # a private function: it may be missing


def shown(value: object) -> str:
    """The text of a value in a page, escaped as by `escape`. It need not be `Markup`, since the pieces of a page are
    joined at once."""
    if type(value) is Markup:
        return value
    return _escaped(value) if type(value) is str else escape(value)


class _Generator(CodeGenerator):
    """Compiles templates to Python that reads attributes and escapes text directly.

    Jinja2 compiles `page.title` to `environment.getattr(page, "title")`, which tries `page["title"]` after
    `page.title`, and wraps all output in `escape(…)`, which makes `Markup` of each piece although all are joined at
    once.
    """

    def visit_Getattr(self, node: nodes.Getattr, frame: Frame) -> None:  # noqa: N802 - a name of Jinja2
        if iskeyword(node.attr) or (isinstance(node.node, nodes.Name) and node.node.name == "self"):
            super().visit_Getattr(node, frame)  # the blocks in `self` are items, not attributes
        else:
            self.write("(")
            self.visit(node.node, frame)
            self.write(f").{node.attr}")

    def _output_child_pre(self, node: nodes.Expr, frame: Frame, finalize: CodeGenerator._FinalizeInfo) -> None:
        if frame.eval_ctx.autoescape and not frame.eval_ctx.volatile:
            self.write("environment.shown(")
        else:
            super()._output_child_pre(node, frame, finalize)


class _Context(Context):
    """Calls plain functions, and macros with positional arguments only, directly. Jinja2 first examines whether a
    callee wants the context."""

    def call(
        self, callee: Callable[..., Any], /, *args: Any, _loop_vars: Any = None, _block_vars: Any = None, **named: Any
    ) -> Any:
        if type(callee) is Macro:
            body, wanted = callee._func, len(callee.arguments)
            if not named and len(args) <= wanted == body.__code__.co_argcount and self.eval_ctx.autoescape:
                return safe(body(*args, *[missing] * (wanted - len(args))))
        elif type(callee) is FunctionType and not hasattr(callee, "jinja_pass_arg"):
            return callee(*args, **named)
        return super().call(callee, *args, _loop_vars=_loop_vars, _block_vars=_block_vars, **named)


class QuickEnvironment(Environment):
    """An environment with the shortcuts of this module, for use with autoescape and without `finalize`."""

    code_generator_class = _Generator
    context_class = _Context
    shown = staticmethod(shown)
