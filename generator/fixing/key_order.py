"""Puts the keys of annotations in the documented order, each with its lines and the comments above it (law 24).

Reads no file.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from generator.diagnostics import Location, Paste, has_errors
from generator.fixing.rounds import Fix, FixedFile
from generator.yaml_text.document import Document, read_yaml
from generator.yaml_text.entry_blocks import is_comment
from generator.yaml_text.splice import splice_of
from generator.yaml_text.tree import MappingNode, Node, YamlText, end_of, plain

KEYS = tuple(
    "to repeats relation withdrawn verdict reviewed speaker via mode quote statement said note unsure updates sources "
    "codes tags language aliases counterpoints".split()
)
"""The order of the keys of an annotation. One that has another key stays as it is."""
_MOST = 200
"""Annotations of a file that are put in order at once: for each, the file is parsed again."""
_GROUPS = ("claims", "counterpoints", "notes")


def keys_in_order(path: str, data: bytes) -> FixedFile:
    """The sidecar with the keys of its annotations in order, one change an annotation, the inner ones first.

    An annotation in which moving its keys might give a comment to another key stays as it is, and is left to the writer
    with the reason.
    """
    file = FixedFile(data)
    document = read_yaml(data, path)
    if document.broken or has_errors(document.diagnostics):
        file.left.append((Location(path), "the file can't be read as it is"))
        return file
    names = [name for name, node in _annotations(document.root) if _is_disordered(node)]
    for name in names[:_MOST]:
        _put_in_order(file, path, name)
    if names[_MOST:]:
        file.left.append((Location(path), f"only {_MOST} annotations are put in order at once; run the command again"))
    return file


def _put_in_order(file: FixedFile, path: str, name: tuple[str, ...]) -> None:
    document = read_yaml(file.data, path)
    node = dict(_annotations(document.root))[name]
    at = document.text.location(node.start)
    paste = _paste(document.text, node)
    if isinstance(paste, str):
        file.left.append((at, paste))
        return
    why = f"The keys of “{name[-1]}” are not in the documented order."
    fix = Fix(at, why, "", file.data, splice_of(file.data, paste))
    if not _says_the_same(document, read_yaml(fix.after, path)):
        file.left.append((at, "the file would say something else"))
        return
    file.data = fix.after
    file.fixes.append(fix)


def _says_the_same(one: Document, other: Document) -> bool:
    if one.root is None or other.root is None or other.broken:
        return False
    return plain(one.root) == plain(other.root)


# ── finding ──────────────────────────────────────────────────────────────────────────────────────────────────────


def _annotations(root: Node | None) -> Iterator[tuple[tuple[str, ...], MappingNode]]:
    """The annotations of a sidecar with the keys that lead to them, each behind those inside it."""
    for group in _GROUPS:
        yield from _inside(root, group, ())


def _inside(node: Node | None, group: str, above: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], MappingNode]]:
    if not isinstance(node, MappingNode) or group not in node.entries:
        return
    entries = node.entries[group][1]
    for id, (_, value) in entries.entries.items() if isinstance(entries, MappingNode) else ():
        if isinstance(value, MappingNode):
            yield from _inside(value, "counterpoints", (*above, group, id))
            yield (*above, group, id), value


def _rank(key: str) -> int:
    return KEYS.index(key) if key in KEYS else -1


def _is_disordered(node: MappingNode) -> bool:
    ranks = [_rank(key) for key in node.entries]
    return not node.flow and -1 not in ranks and ranks != sorted(ranks)


# ── moving ───────────────────────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class _Block:
    """The lines of a key from the first comment above it to the end of its value, and the key's place in the order.

    Lines are counted from 0; `key` is that of the key itself, and `end` is behind the last.
    """

    rank: int
    start: int
    key: int
    end: int


def _paste(text: YamlText, node: MappingNode) -> Paste | str:
    """The lines of an annotation in order; or why they stay, as the end of a sentence."""
    lines = text.text.split("\n")
    columns = {key.start - text.line_start(key.start) for key, _ in node.entries.values()}
    indent = min(columns)
    if len(columns) > 1 or any(lines[_line(text, key.start)][:indent].strip() for key, _ in node.entries.values()):
        return "two of its keys are in one line"
    last = _line(text, end_of(text, node)) + 1
    while not lines[last - 1].strip() or is_comment(lines[last - 1], at_most=indent):
        last -= 1
    if last < len(lines) and is_comment(lines[last], at_least=indent):
        return "a comment is below its last key"
    blocks = list(_blocks(text, node, lines, indent, last))
    ordered = sorted(blocks, key=lambda block: block.rank)
    moved = [n for n, (now, then) in enumerate(zip(blocks, ordered, strict=True)) if now is not then]
    if not moved[0] and is_comment(lines[blocks[0].start - 1]):
        return "a comment above its first key may belong to all of it"
    now, then = blocks[moved[0] : moved[-1] + 1], ordered[moved[0] : moved[-1] + 1]
    end = now[-1].end
    while not lines[end - 1].strip():  # what separates them from the keys that stay
        end -= 1
    bodies = {block.rank: lines[block.start : min(block.end, end)] for block in now}
    if any(not body[-1].strip() for body in bodies.values()):
        return "empty lines are between its keys"
    if any(is_comment(line, at_most=indent) for block in now for line in lines[block.key : block.end]):
        return "a comment between its keys may belong to another one"
    first = now[0].start
    return Paste(first + text.first_line, end + text.first_line - 1, tuple(x for one in then for x in bodies[one.rank]))


def _blocks(text: YamlText, node: MappingNode, lines: list[str], indent: int, last: int) -> Iterator[_Block]:
    starts = [_line(text, key.start) for key, _ in node.entries.values()]
    heads = []
    for n, start in enumerate(starts):
        head = start
        while n and is_comment(lines[head - 1], at_most=indent, at_least=indent):
            head -= 1
        heads.append(head)
    for name, head, key, end in zip(node.entries, heads, starts, [*heads[1:], last], strict=True):
        yield _Block(_rank(name), head, key, end)


def _line(text: YamlText, offset: int) -> int:
    return text.line_number(offset) - text.first_line
