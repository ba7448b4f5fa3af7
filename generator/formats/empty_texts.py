"""Problems with texts that hold nothing: an empty quote, statement or note, and a sidecar that was emptied."""

from __future__ import annotations

from collections.abc import Iterator

from generator.diagnostics import Diagnostic, Location, Paste
from generator.yaml_text.tree import MappingNode, Node, Scalar, YamlText, end_of, holds_nothing


def empty_text(text: YamlText, key: Scalar, value: Node, entry: MappingNode) -> Diagnostic:
    """The error for a `quote` or a `statement` without a text, in the annotation `entry`."""
    others = {"quote", "statement", *(() if "speaker" in entry.entries else ("note",))} - {key.text}
    can_go = any(name in entry.entries and not holds_nothing(entry.entries[name][1]) for name in others)
    return Diagnostic.of(
        "quote-empty" if key.text == "quote" else "missing-key",
        text.location(key.start),
        f"`{key.text}` is empty.",
        step=f"Write the words after `{key.text}:`{', or remove the key' if can_go else ''}.",
        paste=without_key(text, key, value) if can_go else None,
    )


def is_cut_off(text: YamlText, node: Node) -> bool:
    """Whether a comment follows an empty value; `comment_traps` reports that."""
    return text.after(node.end).lstrip().startswith("#")


def without_key(text: YamlText, key: Scalar, value: Node) -> Paste | None:
    """The paste that removes a key with its value; None where something else stands before it in its line."""
    if (text.before(key.start) or "").strip():
        return None
    return text.without_lines(key.start, max(key.start, end_of(text, value)))


def empty_note(text: YamlText, node: Node) -> Iterator[Diagnostic]:
    """The warning for an annotation whose `note` has no text. `comment_traps` reports a note that is only a comment."""
    if not isinstance(node, MappingNode) or "note" not in node.entries:
        return
    key, value = node.entries["note"]
    if not holds_nothing(value) or is_cut_off(text, value):
        return
    verdict = node.entries["verdict"][1] if "verdict" in node.entries else None
    why = f", so the verdict “{verdict.text}” has no reason" if isinstance(verdict, Scalar) and verdict.text else ""
    yield Diagnostic.of(
        "note-empty",
        text.location(key.start),
        f"`note` is empty{why}.",
        step="Write the note after `note:`, or remove the key.",
        paste=without_key(text, key, value),
    )


def empty_sidecar(text: YamlText, root: Node | None) -> Iterator[Diagnostic]:
    """The warning for a sidecar of which at most bare keys are left. One that begins with a comment is being written,
    and one with `{}` was written so."""
    groups = [group for _, group in root.entries.values()] if isinstance(root, MappingNode) else [root]
    is_bare = root is None or bool(groups and all(group and holds_nothing(group) for group in groups))
    if is_bare and not text.text.lstrip().startswith("#"):
        step = "Delete the file or, if its annotations were lost, restore it from git."
        yield Diagnostic.of("sidecar-empty", Location(text.path), "The sidecar holds no annotations.", step=step)
