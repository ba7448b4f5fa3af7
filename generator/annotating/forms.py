"""A value in place of another, written in the form that the other had: `|`, quoted, unquoted, in brackets, by lines."""

from __future__ import annotations

from generator.annotating.opened import Opened
from generator.annotating.refused import Refused
from generator.annotating.values import PlainValue, value_of
from generator.annotating.writing import flow_text, item_lines, lines_behind, text_lines
from generator.diagnostics import Paste
from generator.yaml_text.entry_blocks import head_line, last_line, line_of
from generator.yaml_text.tree import CONTROL, MappingNode, Node, Scalar, SequenceNode, in_quotes

_LONGEST_FLOW = 100
"""Characters of a line up to which a value stays in brackets or braces, unless the line was longer before."""


def changed_value(file: Opened, key: Scalar, node: Node, value: PlainValue) -> Paste | Refused:
    """What puts a value in place of the value `node` of a key. Of a list with dashes the other items stay.

    Refused where comments inside the old value would be lost, and where the value is not on lines of its own.
    """
    assert value is not None, "a key without a value is removed"
    if isinstance(node, SequenceNode) and not node.flow and isinstance(value, list) and value:
        return _changed_items(file, key, node, value)
    text, colon = file.text, file.text.text.index(":", key.end)
    start = text.line_start(key.start)
    lead = text.text[start : colon + 1]
    first, end = line_of(text, key.start), max(line_of(text, key.start), last_line(text, node)) + 1
    is_beside = line_of(text, node.start) == first and node.start > colon + 1
    gap = text.text[colon + 1 : node.start] if is_beside else " "
    new = _in_form(file, node, lead, gap, key.start - start, key.text, value)
    return _with_comment(file, first, end, key, new)


def _with_comment(file: Opened, first: int, end: int, key: Scalar, new: list[str]) -> Paste | Refused:
    """The paste of `new` for these lines, with the comment that they have at the end of one."""
    lines = range(first, end)
    inside = [c for c in file.comments if line_of(file.text, c.start) in lines and c.start > key.start]
    if len(inside) > 1 or any(c.how != "line" for c in inside):
        return _lost_comments(key)
    if inside:
        before = file.text.text[file.text.line_start(inside[0].start) : inside[0].start]
        new = [new[0] + before[len(before.rstrip()) :] + inside[0].words, *new[1:]]
    return file.paste(first, end, new)


def _lost_comments(key: Scalar) -> Refused:
    why = f"The value of `{key.text}` has comments inside, which would be lost."
    return Refused(why, "Change it in the file by hand.")


def _in_form(file: Opened, node: Node, lead: str, gap: str, column: int, name: str, value: PlainValue) -> list[str]:
    """The lines of a value behind `lead`, in the form of the value `node`."""
    if isinstance(value, str) and isinstance(node, Scalar):
        return _text_in_form(file, node, lead, gap, name, value)
    flow = None if name == "quote" and isinstance(value, list) else _flow_in_form(file, node, value)
    longest = max(_LONGEST_FLOW, file.text.line_end(node.start) - file.text.line_start(node.start))
    if flow is not None and len(lead) + len(gap) + len(flow) <= longest:
        return [lead + gap + flow]
    if lead.rstrip().endswith("-"):
        return item_lines(column, value)
    return lines_behind(lead, column, name, value)


def _text_in_form(file: Opened, node: Scalar, lead: str, gap: str, name: str, value: str) -> list[str]:
    if node.style in {"|", ">"} and _fits_block(value):
        kept = file.text.text[node.start : node.start + 2].rstrip()
        header = kept if kept in {"|-", "|+"} else "|"
        indent = _content_column(file, node, lead)
        return [lead + gap + header, *(" " * indent + line if line else "" for line in value.split("\n"))]
    if node.style in {"'", '"'} and value.isprintable():
        return [lead + gap + _quoted(value, node.style)]
    first, *rest = text_lines(f"{lead} ", name, value)
    return [lead + gap + first[len(lead) + 1 :], *rest]


def _fits_block(value: str) -> bool:
    return bool(value) and value == value.strip() and not CONTROL.search(value)


def _content_column(file: Opened, node: Scalar, lead: str) -> int:
    """The column of the text of a block, or where it has none, the one that it would be given."""
    header, *lines = file.text.text[node.start : node.end].split("\n")
    column = next((len(line) - len(line.lstrip(" ")) for line in lines if line.strip()), 0)
    if column and not any(map(str.isdigit, header.partition("#")[0])):
        return column
    return len(f"{lead} ") - len(f"{lead} ".lstrip(" -")) + (2 if ":" in lead else 0)


def _quoted(value: str, mark: str) -> str:
    if mark == "'":
        return "'" + value.replace("'", "''") + "'"
    return '"' + value.replace("\\", "\\\\").replace('"', '\\"') + '"' if value else in_quotes(value)


def _flow_in_form(file: Opened, node: Node, value: PlainValue) -> str | None:
    """A list or a mapping on one line, with what stays in it as it was written; None where it has no such form."""
    if isinstance(node, SequenceNode) and node.flow and isinstance(value, list):
        there = {repr(value_of(item)): item for item in node.items}
        items = [_source(file, there.get(repr(item))) or flow_text(item) for item in value]
        return None if None in items else f"[{', '.join(map(str, items))}]"
    if isinstance(node, MappingNode) and node.flow and isinstance(value, dict):
        return _flow_mapping(file, node, value)
    return None


def _flow_mapping(file: Opened, node: MappingNode, value: dict[str, PlainValue]) -> str | None:
    entries = []
    for name, one in value.items():
        key, old = node.entries.get(name, (None, None))
        is_same = old is not None and value_of(old) == one
        new = (_source(file, old) if is_same else _quoted_as(old, one)) or flow_text(one)
        entries.append((_source(file, key) or flow_text(name), new))
    return None if any(None in pair for pair in entries) else f"{{{', '.join(f'{k}: {v}' for k, v in entries)}}}"


def _quoted_as(old: Node | None, value: PlainValue) -> str:
    is_quoted = isinstance(old, Scalar) and old.style and isinstance(value, str) and value.isprintable()
    return _quoted(value, old.style) if is_quoted and isinstance(old, Scalar) and isinstance(value, str) else ""


def _source(file: Opened, node: Node | None) -> str:
    """A value as it is written; empty where it has more than one line or none."""
    source = file.text.text[node.start : node.end] if node else ""
    return "" if "\n" in source else source


# ── lists with dashes ────────────────────────────────────────────────────────────────────────────────────────────────


def _changed_items(file: Opened, key: Scalar, node: SequenceNode, value: list[PlainValue]) -> Paste | Refused:
    """What changes the items of a list that differ, from the first to the last of them."""
    starts = [line_of(file.text, item.start) for item in node.items]
    columns = {_dash_column(file.lines[start]) for start in starts}
    if len(columns) > 1 or -1 in columns or len({*starts}) < len(starts):
        return Refused(f"The items of `{key.text}` are not on lines of their own.", "Change it in the file by hand.")
    (column,) = columns
    old = [value_of(item) for item in node.items]
    same = next((n for n, (a, b) in enumerate(zip(old, value, strict=False)) if a != b), min(len(old), len(value)))
    pairs = zip(reversed(old[same:]), reversed(value[same:]), strict=False)
    rest = next((n for n, (a, b) in enumerate(pairs) if a != b), min(len(old), len(value)) - same)
    gone, new = node.items[same : len(old) - rest], value[same : len(value) - rest]
    if not gone:
        at = last_line(file.text, node.items[same - 1]) + 1 if same else head_line(file.lines, starts[0])
        return file.paste(at, at, [line for item in new for line in item_lines(column, item)])
    first, end = starts[same], last_line(file.text, gone[-1]) + 1
    if len(gone) == len(new) == 1:
        lead = f"{' ' * column}-"
        lines = _in_form(file, gone[0], lead, " ", column, "", new[0])
        return _with_comment(file, first, end, key, lines)
    if any(line_of(file.text, c.start) in range(first, end) for c in file.comments):
        return _lost_comments(key)
    return file.paste(first, end, [line for item in new for line in item_lines(column, item)])


def _dash_column(line: str) -> int:
    """The column of the dash with which a line begins; -1 where it begins with none."""
    bare = line.lstrip(" ")
    return len(line) - len(bare) if bare.startswith("-") else -1
