"""Jinja2 with shortcuts for what pages do most: read a field, output a text, call a macro. Knows no template.

A page is rendered in less than half the time and is the same as with Jinja2's own `Environment`. Rendering fails where
a shortcut does not apply or a template has an error; `Environment` then has to render the page or report the error.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from keyword import iskeyword
from types import FunctionType, MappingProxyType
from typing import Any

import markupsafe
from jinja2 import Environment, nodes
from jinja2.compiler import CodeGenerator, Frame, MacroRef
from jinja2.runtime import Macro
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
    once. It looks each global up at each use, and calls through `Context.call`, which examines whether a callee wants
    the context.
    """

    environment: QuickEnvironment

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

    def _output_child_to_const(self, node: nodes.Expr, frame: Frame, finalize: CodeGenerator._FinalizeInfo) -> str:
        """The text of a value that is settled. Jinja2 tries this with all output, and what fails is left to the page:
        there an unknown word is reported with its line."""
        if isinstance(node, nodes.Name | nodes.Call):
            return str(shown(self._settled(node, frame)))
        return super()._output_child_to_const(node, frame, finalize)

    def _settled(self, node: nodes.Expr, frame: Frame) -> Any:
        """The value of a settled name, or of its call with constants. Raises `Impossible` for any other expression."""
        if isinstance(node, nodes.Name) and node.name in self.environment.settled:
            return self.environment.settled[node.name]
        if isinstance(node, nodes.Call) and not (node.dyn_args or node.dyn_kwargs):
            named = {argument.key: argument.value.as_const(frame.eval_ctx) for argument in node.kwargs}
            return self._settled(node.node, frame)(*[one.as_const(frame.eval_ctx) for one in node.args], **named)
        raise nodes.Impossible

    def enter_frame(self, frame: Frame) -> None:
        """Looks up no name that is settled."""
        loads = frame.symbols.loads
        for variable in [key for key, (_, name) in loads.items() if name in self.environment.settled]:
            del loads[variable]
        super().enter_frame(frame)

    def visit_Name(self, node: nodes.Name, frame: Frame) -> None:  # noqa: N802
        if node.name in self.environment.settled:
            self.write(f"environment.settled[{node.name!r}]")
        else:
            super().visit_Name(node, frame)

    def visit_Call(self, node: nodes.Call, frame: Frame, forward_caller: bool = False) -> None:  # noqa: N802
        unusual = forward_caller or node.dyn_args or node.dyn_kwargs or any(iskeyword(one.key) for one in node.kwargs)
        if unusual or not self.environment.settled:
            super().visit_Call(node, frame, forward_caller=forward_caller)
            return
        self.visit(node.node, frame)
        self.write("(")
        for argument in (*node.args, *node.kwargs):
            self.visit(argument, frame)
            self.write(", ")
        self.write(")")

    def macro_def(self, macro_ref: MacroRef, frame: Frame) -> None:
        more = macro_ref.accesses_caller or macro_ref.accesses_kwargs or macro_ref.accesses_varargs
        if self.environment.settled and not more:
            self.write("environment.")  # in front of `Macro(…)`
        super().macro_def(macro_ref, frame)


class _Macro(Macro):
    """A macro that takes positional arguments as a function does, and any others as Jinja2 does."""

    def __init__(self, environment: Environment, body: FunctionType, name: str, arguments: list[str], *rest: Any):
        super().__init__(environment, body, name, arguments, *rest)
        body.__defaults__ = (missing,) * len(arguments)

    def __call__(self, *args: Any, **named: Any) -> Any:
        return super().__call__(*args, **named) if named else safe(self._func(*args))


class QuickEnvironment(Environment):
    """An environment with the shortcuts of this module, for use with autoescape and without `finalize`.

    `settled` holds values and pure functions, by the names under which all templates know them. Where it is empty,
    calls and names go through the context, and a template may call something else by those names, or turn off escaping.
    """

    code_generator_class = _Generator
    shown = staticmethod(shown)
    Macro = _Macro  # the generated code asks for it
    settled: Mapping[str, Any] = MappingProxyType({})
