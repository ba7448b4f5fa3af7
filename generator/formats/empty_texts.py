"""Warnings for what is left of a sidecar's words where they were taken away: a bare `note:`, an emptied file."""

from __future__ import annotations

from collections.abc import Iterator

from generator.diagnostics import Diagnostic, Location
from generator.yaml_text.tree import MappingNode, Node, Scalar, YamlText, end_of, holds_nothing


def empty_note(text: YamlText, node: Node) -> Iterator[Diagnostic]:
    """The warning for an annotation whose `note` has no text. `comment_traps` reports a note that is only a comment."""
    if not isinstance(node, MappingNode) or "note" not in node.entries:
        return
    key, value = node.entries["note"]
    if not holds_nothing(value) or text.after(value.end).lstrip().startswith("#"):
        return
    verdict = node.entries["verdict"][1] if "verdict" in node.entries else None
    why = f", so the verdict “{verdict.text}” has no reason" if isinstance(verdict, Scalar) and verdict.text else ""
    lead = text.before(key.start)
    yield Diagnostic.of(
        "note-empty",
        text.location(key.start),
        f"`note` is empty{why}.",
        step="Write the note after `note:`, or remove the key.",
        paste=text.without_lines(key.start, max(key.start, end_of(text, value)))
        if lead is not None and not lead.strip()
        else None,
    )


def empty_sidecar(text: YamlText, root: Node | None) -> Iterator[Diagnostic]:
    """The warning for a sidecar of which at most bare keys are left. One that begins with a comment is being written,
    and one with `{}` was written so."""
    groups = [group for _, group in root.entries.values()] if isinstance(root, MappingNode) else [root]
    is_bare = root is None or bool(groups and all(group and holds_nothing(group) for group in groups))
    if is_bare and not text.text.lstrip().startswith("#"):
        step = "Delete the file or, if its annotations were lost, restore it from git."
        yield Diagnostic.of("sidecar-empty", Location(text.path), "The sidecar holds no annotations.", step=step)
