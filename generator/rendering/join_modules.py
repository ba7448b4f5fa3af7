"""Joins ES modules into one classic script, since browsers load no module script from disk. Knows no template and no
page.

It reads the plain forms alone, each at the beginning of a line, so that it needs no parser: `import { a, b as c } from
'./other.js';`, `import './other.js';`, and `export` in front of `const`, `function`, `async function` or `class`.
Whatever else begins with `import` or `export` is a mistake.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field

from generator.rendering.minify import compact_script
from generator.values import Immutable

_NAME = r"[A-Za-z_$][\w$]*"
_ONE = rf"{_NAME}(?:\s+as\s+{_NAME})?"
_IMPORT = re.compile(
    rf"^import\s*(?:\{{\s*(?P<names>{_ONE}(?:\s*,\s*{_ONE})*)\s*,?\s*\}}\s*from\s*)?"
    r"(?P<quote>['\"])\./(?P<file>[\w-]+\.js)(?P=quote);?[ \t\r]*$",
    re.MULTILINE,
)
_EXPORT = re.compile(rf"^export\s+(?=(?:const|(?:async\s+)?function|class)\s+(?P<name>{_NAME}))", re.MULTILINE)
_OTHER = re.compile(r"^[ \t]*(?:import\b(?!\s*[(.])|export\b)", re.MULTILINE)


class ModuleMistakeError(Exception):
    """A module that can't be joined: its name, the line (from 1), and what is wrong there, as a sentence."""

    def __init__(self, name: str, line: int, message: str) -> None:
        super().__init__(message)
        self.name, self.line, self.message = name, line, message


class _Module(Immutable):
    """A module without its imports: names that it imports by module, and those that it exports."""

    text: str
    exports: tuple[str, ...]
    variable: str


@dataclass(slots=True)
class _Joiner:
    text_of: Callable[[str], str]
    joined: dict[str, _Module] = field(default_factory=dict)
    waiting: list[str] = field(default_factory=list)

    def add(self, name: str) -> _Module:
        """The module, joined behind those that it imports. Raises `ModuleMistakeError`, and `KeyError` without such a
        module."""
        if name not in self.joined:
            self.waiting.append(name)
            self.joined[name] = self._read(name, self.text_of(name))
            self.waiting.pop()
        return self.joined[name]

    def _read(self, name: str, text: str) -> _Module:
        exports = tuple(found["name"] for found in _EXPORT.finditer(text))
        text = _EXPORT.sub("", text)
        text = _IMPORT.sub(lambda found: self._bound(name, found), text)
        if other := _OTHER.search(text):
            form = text[other.start() :].partition("\n")[0].strip()
            message = f"“{form}” is no form of `import` or `export` that modules may use."
            raise ModuleMistakeError(name, _line(text, other.start()), message)
        return _Module(text, exports, "$" + name.rpartition("/")[2].removesuffix(".js").replace("-", "$"))

    def _bound(self, name: str, found: re.Match[str]) -> str:
        """The names that an import declares, bound to what the other module gives; as many lines as before."""
        line = _line(found.string, found.start())
        other = f"{name.rpartition('/')[0]}/{found['file']}".removeprefix("/")
        if other in self.waiting:
            raise ModuleMistakeError(name, line, f"The modules “{other}” and “{name}” import each other.")
        try:
            module = self.add(other)
        except KeyError:
            raise ModuleMistakeError(name, line, f"There is no module “{other}”.") from None
        names = [tuple(re.split(r"\s+as\s+", one.strip())) for one in (found["names"] or "").split(",") if one.strip()]
        for imported, *_ in names:
            if imported not in module.exports:
                raise ModuleMistakeError(name, line, f"“{other}” exports no “{imported}”.")
        bound = ", ".join(": ".join(one) for one in names)
        return (f"const {{ {bound} }} = {module.variable};" if bound else "") + "\n" * found[0].count("\n")

    def pieces(self) -> Iterator[str]:
        for module in self.joined.values():
            if module.exports:
                given = ", ".join(module.exports)
                yield f"const {module.variable} = (() => {{\n{module.text}\nreturn {{ {given} }};\n}})();\n"
            elif text := compact_script(module.text):
                yield f"{{\n{text}}}\n"


def join_modules(entries: Iterable[str], text_of: Callable[[str], str]) -> str:
    """The entries and all modules that they import, as one script without comments and indentation.

    Each module keeps a scope of its own and runs once, after those that it imports; so two modules that import each
    other are a mistake. `text_of` returns the text of a module by its name, and raises `KeyError` if there is none.
    Raises `ModuleMistakeError`, and `KeyError` if an entry is missing.
    """
    joiner = _Joiner(text_of)
    for entry in entries:
        joiner.add(entry)
    return compact_script("(() => {\n'use strict';\n" + "".join(joiner.pieces()) + "})();")


def _line(text: str, place: int) -> int:
    return text.count("\n", 0, place) + 1
