"""Finds what the YAML of a site names: speakers, sources, tags, annotations, and texts that may hold links."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal, NamedTuple

from generator.renaming.site_texts import SITE_FILE, SiteTexts
from generator.yaml_text.tree import MappingNode, Node, Scalar, SequenceNode

What = Literal["speaker", "source", "tag", "annotation", "id", "markdown", "path"]
Place = tuple[str | int, ...]
"""The keys and positions that lead to a value."""

_GROUPS = ("claims", "counterpoints", "notes")


class Named(NamedTuple):
    """A scalar that names something: an annotation by a reference or, as an `id`, by the key of its entry; or that is
    Markdown, or a path relative to the file. For a key, `place` is that of its entry."""

    what: What
    scalar: Scalar
    place: Place
    is_key: bool = False

    @property
    def field(self) -> str:
        """The key behind which it is written, or `id`."""
        return "id" if self.is_key else next(str(key) for key in reversed(self.place) if isinstance(key, str))


def all_named(texts: SiteTexts, path: str) -> Iterator[Named]:
    """All that the YAML of a text names."""
    root = texts.opened(path).root
    if path == SITE_FILE:
        yield from _in_settings(root)
    elif path.endswith(".md"):
        yield from _in_front_matter(root)
    elif texts.annotated_in(path):
        yield from _in_sidecar(root)
    elif texts.is_of(path, "speakers"):
        yield from _speakers(root, ())
    elif texts.is_of(path, "sources"):
        yield from _sources(root)


def _in_settings(root: Node | None) -> Iterator[Named]:
    yield from _texts("annotation", root, (), "featured")
    yield from (Named("tag", key, ("tags", name), is_key=True) for name, key, _ in _entries(root, ("tags",)))


def _in_front_matter(root: Node | None) -> Iterator[Named]:
    yield from _texts("speaker", root, (), "publisher")
    yield from _texts("tag", root, (), "tags")
    yield from _texts("path", _value(root, "image"), ("image",), "src")


def _in_sidecar(root: Node | None) -> Iterator[Named]:
    yield from _speakers(_value(root, "speakers"), ("speakers",))
    for group in _GROUPS:
        yield from _annotations(_value(root, group), (group,))


def _annotations(group: Node | None, at: Place) -> Iterator[Named]:
    for id, key, node in _entries(group):
        place = (*at, id)
        yield Named("id", key, place, is_key=True)
        yield from _texts("speaker", node, place, "speaker", "via")
        yield from _texts("annotation", node, place, "to", "repeats")
        yield from _texts("tag", node, place, "tags")
        yield from _texts("markdown", node, place, "note")
        yield from _texts("source", node, place, "sources")
        cited = _value(node, "sources")
        for n, source in enumerate(cited.items) if isinstance(cited, SequenceNode) else ():
            yield from _texts("speaker", source, (*place, "sources", n), "publisher")
        yield from _annotations(_value(node, "counterpoints"), (*place, "counterpoints"))


def _speakers(root: Node | None, at: Place) -> Iterator[Named]:
    for id, key, node in _entries(root):
        place = (*at, id)
        yield Named("speaker", key, place, is_key=True)
        yield from _texts("speaker", node, place, "organization")
        yield from _texts("markdown", node, place, "description")
        roles = _value(node, "roles")
        for n, role in enumerate(roles.items) if isinstance(roles, SequenceNode) else ():
            yield from _texts("speaker", role, (*place, "roles", n), "organization")


def _sources(root: Node | None) -> Iterator[Named]:
    for id, key, node in _entries(root):
        yield Named("source", key, (id,), is_key=True)
        yield from _texts("speaker", node, (id,), "publisher")


def _entries(root: Node | None, keys: tuple[str, ...] = ()) -> Iterator[tuple[str, Scalar, Node]]:
    for key in keys:
        root = _value(root, key)
    if isinstance(root, MappingNode):
        yield from ((name, key, node) for name, (key, node) in root.entries.items())


def _value(node: Node | None, key: str) -> Node | None:
    return node.entries[key][1] if isinstance(node, MappingNode) and key in node.entries else None


def _texts(what: What, node: Node | None, at: Place, *keys: str) -> Iterator[Named]:
    """The texts of keys, each of which has one or a list of them."""
    for key in keys:
        value = _value(node, key)
        if isinstance(value, Scalar):
            yield Named(what, value, (*at, key))
        elif isinstance(value, SequenceNode):
            items = ((n, one) for n, one in enumerate(value.items) if isinstance(one, Scalar))
            yield from (Named(what, one, (*at, key, n)) for n, one in items)
