"""Jinja2 with shorter ways to what pages do most: ask for a field, show a text, call a macro. Knows no template.

A page made so is the one that Jinja2's own `Environment` makes, in half the time; or it fails, where a short way is too
short or something is wrong. Then that one has to make it, or to say what is wrong.
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
"""`Markup` of what is HTML already, without looking for `__html__`."""

_escaped: Callable[[str], str] = getattr(markupsafe, "_escape_inner", escape)  # the whole of it, where it has no inside


def shown(value: object) -> str:
    """A value as it stands in a page: what `escape` gives, which need not be `Markup` where it is joined at once."""
    if type(value) is Markup:
        return value
    return _escaped(value) if type(value) is str else escape(value)


class _Generator(CodeGenerator):
    """Writes templates as Python.

    Jinja2 has `environment.getattr(page, "title")`, which tries `page["title"]` after `page.title`, and `escape(…)`
    around all that is put out, which makes `Markup` of each piece though all of them are joined at once.
    """

    def visit_Getattr(self, node: nodes.Getattr, frame: Frame) -> None:  # noqa: N802 - their name
        if iskeyword(node.attr) or (isinstance(node.node, nodes.Name) and node.node.name == "self"):
            super().visit_Getattr(node, frame)  # blocks of a template have no fields
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
    """Calls at once a macro whose arguments are given by place, and a function; Jinja2 asks of each callee whether it
    wants to be given the context, or else."""

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
    """For templates that escape by themselves and have no `finalize`."""

    code_generator_class = _Generator
    context_class = _Context
    shown = staticmethod(shown)
