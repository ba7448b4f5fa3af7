"""How a value is written where none was before: on lines of its own, in the form that an editor would choose."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from generator.annotating.values import PlainValue
from generator.yaml_text.tree import in_flow, in_quotes, survives, written

_LONGEST_FLOW = 100
"""Characters of a line up to which a list or a mapping is written in brackets or braces."""
_ALWAYS_LINES = frozenset({"quote", "updates", "counterpoints", "corrections", "roles"})
"""Keys whose lists and mappings have a line for each entry; a passage with its context may be in braces."""
_NAMES = frozenset("title subtitle name short role publisher exact prefix suffix from to".split())
"""Keys whose texts have one line, and so are quoted where they can't be plain; others get a block of lines (`|`)."""
_MERGE_SIGNS = ("<<<<<<<", ">>>>>>>", "|||||||", "=======")
"""What a line of a block may not begin with: it would be taken for what git leaves of a merge."""
_PARTING = frozenset("?，、﹐：﹕،")
"""Signs that part entries in brackets and braces for some readers of YAML, or look so, besides those of YAML itself."""
_STEP = 2


def entry_lines(column: int, name: str, fields: Mapping[str, PlainValue], step: int = _STEP) -> list[str]:
    """The lines of an entry and of its fields, which are indented by `step` further."""
    inside = [line for key, value in fields.items() for line in value_lines(column + step, key, value, step)]
    return [f"{' ' * column}{key_text(name)}:", *inside]


def value_lines(column: int, key: str, value: PlainValue, step: int = _STEP) -> list[str]:
    """The lines of a key at a column and of its value."""
    return lines_behind(f"{' ' * column}{key_text(key)}:", column, key, value, step)


def lines_behind(lead: str, column: int, key: str, value: PlainValue, step: int = _STEP) -> list[str]:
    """The lines of a value behind `lead`, which is the line of its key up to the colon."""
    if value is None:
        return [lead]
    if isinstance(value, str):
        return text_lines(f"{lead} ", key, value)
    flow = flow_text(value) if _is_brief(key, value) else None
    if flow is not None and (not value or len(lead) + 1 + len(flow) <= _LONGEST_FLOW):
        return [f"{lead} {flow}"]
    if key == "counterpoints" and isinstance(value, dict):
        answers = [(id, fields if isinstance(fields, dict) else {}) for id, fields in value.items()]
        return [lead, *(line for id, fields in answers for line in entry_lines(column + step, id, fields, step))]
    return [lead, *_each_inner_line(column + step, value, step)]


def text_lines(lead: str, key: str, text: str) -> list[str]:
    """The lines of the text of a key behind `lead`: plain where that is safe, else as a block or quoted."""
    if "\n" not in text and not survives(text) and (key in _NAMES or text.lstrip().startswith(_MERGE_SIGNS)):
        return [lead + in_quotes(text)]
    return list(written(lead, text))


def item_lines(column: int, item: PlainValue, step: int = _STEP) -> list[str]:
    """The lines of an item of a list with dashes, which are at the column."""
    lead = f"{' ' * column}- "
    if isinstance(item, str):
        return list(written(lead, item))
    flow = flow_text(item)
    is_brief = isinstance(item, list) or not item or "title" not in item
    if flow is not None and (not item or (is_brief and len(lead) + len(flow) <= _LONGEST_FLOW)):
        return [lead + flow]
    first, *rest = _each_inner_line(column + 2, item, step)
    return [lead + first.lstrip(" "), *rest]


def flow_text(value: PlainValue) -> str | None:
    """A value on one line as it is inside of brackets and braces; None where a text has several lines."""
    if value is None:
        return "null"
    if isinstance(value, str):
        is_plain = not _PARTING & {*value}
        return None if "\n" in value else in_flow(value) if is_plain else in_quotes(value)
    if isinstance(value, list):
        items = [flow_text(item) for item in value]
        return None if None in items else f"[{', '.join(map(str, items))}]"
    entries = [(flow_text(key), flow_text(one)) for key, one in value.items()]
    return None if any(None in pair for pair in entries) else f"{{{', '.join(f'{k}: {v}' for k, v in entries)}}}"


def key_text(key: str) -> str:
    """A key as it is before its colon."""
    return key if survives(key) else in_quotes(key)


def _is_brief(key: str, value: Sequence[PlainValue] | Mapping[str, PlainValue]) -> bool:
    """Whether a list or a mapping may be in brackets or braces: it holds texts only, and is no list of passages."""
    if not value:
        return True
    if isinstance(value, Mapping):
        return (key not in _ALWAYS_LINES or key == "quote") and all(isinstance(one, str) for one in value.values())
    return key not in _ALWAYS_LINES and all(isinstance(one, str) and "," not in one for one in value)


def _each_inner_line(column: int, value: PlainValue, step: int) -> Iterator[str]:
    if isinstance(value, list):
        for item in value:
            yield from item_lines(column, item, step)
    elif isinstance(value, dict):
        for key, one in value.items():
            yield from value_lines(column, key, one, step)
