"""Finds entries in brackets that are not parted as they seem: by signs of other scripts, or by a colon without a space.

Knows no meanings of keys.
"""

from __future__ import annotations

import re
import unicodedata

from generator.diagnostics import Diagnostic
from generator.yaml_text.tree import FOREIGN_SIGNS, MappingNode, Node, Scalar, SequenceNode, YamlText, in_flow

_SIGN = re.compile(f"[{FOREIGN_SIGNS}]")
_AROUND = re.compile(f"[ ]{{0,9}}([{FOREIGN_SIGNS}])[ ]{{0,9}}")
_MEANT = {"：": ": ", "﹕": ": "}
_TOUCHING = re.compile(r"(?P<key>[a-z][a-z-]{0,63}):(?P<value>[^\s/:].{0,500})")
_LONGEST = 1_000


def unparted(text: YamlText, node: SequenceNode | MappingNode) -> Diagnostic | None:
    """The problem with a list or mapping in brackets whose entries are not parted; None for most."""
    if isinstance(node, MappingNode):
        bare = [key for key, value in node.entries.values() if value.start >= value.end and not key.style]
        if touching := [match for key in bare if (match := _TOUCHING.fullmatch(key.text))]:
            return _touching(text, node, touching)
        words: list[Node] = [*bare, *(value for _, value in node.entries.values())]
    else:
        words = node.items
    if not text.has_foreign_signs or node.end - node.start > _LONGEST:
        return None
    plain = (one for one in words if isinstance(one, Scalar) and not one.style)
    sign = next((found[0] for one in plain if (found := _SIGN.search(one.text))), "")
    return _foreign(text, node, sign) if sign else None


def _foreign(text: YamlText, node: Node, sign: str) -> Diagnostic:
    source = text.text[node.start : node.end]
    replaced = _AROUND.sub(lambda m: _MEANT.get(m[1], ", "), source)
    meant = _MEANT.get(sign, ",").strip()
    return Diagnostic.of(
        "yaml-comma",
        text.location(node.start + source.index(sign)),
        f"YAML does not know “{sign}” ({unicodedata.name(sign).lower()}) and reads it as part of a text.",
        step=f"Write “{meant}”, or put the text in quotation marks if the sign belongs to it.",
        paste=None if set("\"'") & set(source) else text.replaced(node.start, node.end, replaced),
    )


def _touching(text: YamlText, node: MappingNode, found: list[re.Match[str]]) -> Diagnostic:
    source = text.text[node.start : node.end]
    for match in found:
        source = source.replace(match[0], f"{match['key']}: {in_flow(match['value'])}", 1)
    return Diagnostic.of(
        "yaml-comma",
        text.location(node.start),
        f"A space is missing after the colon of “{found[0]['key']}”.",
        step="Insert a space after each colon.",
        paste=text.replaced(node.start, node.end, source),
    )


def parted(node: SequenceNode) -> SequenceNode:
    """A list as it is with the signs of YAML, so that nothing follows from the others."""
    items: list[Node] = []
    for item in node.items:
        if isinstance(item, Scalar) and not item.style and _SIGN.search(item.text):
            items += [item._replace(text=part.strip()) for part in _SIGN.split(item.text) if part.strip()]
        else:
            items.append(item)
    return node._replace(items=items)
