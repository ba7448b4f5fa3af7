"""Finds signs of other scripts that look like those of YAML in lists and mappings in brackets. Knows no meanings."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence

from generator.diagnostics import Diagnostic
from generator.yaml_text.tree import Node, Scalar, YamlText

_SIGN = re.compile("[，、،﹐：﹕]")
_MEANT = {"：": ": ", "﹕": ": "}
_COLON = re.compile(r"([\w-]{1,64})([:：﹕])(?=\S)(.{1,200})")


def foreign_signs(text: YamlText, nodes: Sequence[Node | tuple[Scalar, Node]]) -> Iterator[Diagnostic]:
    """The first problem among the items of a list, or the entries of a mapping, in brackets."""
    for node in nodes:
        if isinstance(node, Scalar):
            words, is_key = node, False
        elif isinstance(node, tuple) and len(node) == 2 and isinstance(node[0], Scalar):
            key, value = node
            is_key = not value.end > value.start
            words = key if is_key else value if isinstance(value, Scalar) else key
        else:
            continue
        if words.style or not (found := _SIGN.search(words.text)):
            continue
        yield _foreign(text, words, found[0])
        return


def _foreign(text: YamlText, words: Scalar, sign: str) -> Diagnostic:
    source = text.text[words.start : words.end]
    plain = re.sub("[ ]*([，、،﹐：﹕])[ ]*", lambda m: _MEANT.get(m[1], ", "), source).rstrip()
    return Diagnostic.of(
        "yaml-comma",
        text.location(words.start),
        f"“{sign}” ({unicodedata.name(sign).lower()}) separates nothing in brackets.",
        step=f"Write “{_MEANT.get(sign, ',').strip()}”, or put the text in quotation marks if the sign belongs to it.",
        paste=text.replaced(words.start, words.end, plain),
    )
