"""Reports what the parser reads without showing it: link definitions that hide text, cells beyond a table's width,
words that follow the marks of a code block, and numbers of characters that don't exist.

What was typed is shown or reported (law 23).
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from urllib.parse import unquote

from generator.diagnostics import Diagnostic, short
from generator.markdown.html_entities import ENTITY, entity_message, without_entities
from generator.markdown.origin import LocationOf, Origin
from generator.markdown.parser import Definition, ExcessCells, FenceInfo, Leftover, ParseRecord
from generator.markdown.safe_links import scheme_of

_CODE = "text-not-shown"
_ITEM = re.compile(r"[ \t>]*(?:[-+*]|[0-9]{1,9}[.)])(?:[ \t]|$)")
"""The beginning of an item of a list, which joins no text."""
_MOST_ROWS = 20
"""Further rows of a table that its warning lists; the rest are counted."""
_PATH = re.compile(r"[#?./]|.*/|.*\.[A-Za-z0-9]{2,5}(?:[?#]|$)")
_COMMENT = frozenset({"//", "COMMENT", "_COMMENT_", "_"})
"""Labels (as they are compared) of definitions that writers use for remarks that readers are not to see."""


def is_text(record: ParseRecord, label: str) -> bool:
    """Whether a label (as they are compared) is defined by what is rather a line of text, such as a footnote."""
    return label in record.numbers and _is_text(record.definitions[record.numbers[label]])


def _is_text(definition: Definition) -> bool:
    """Whether a definition is rather a line of text, even if a link uses it: “[Chairman]: Order!”, a footnote.

    Its address is then no address, or its label that of a footnote, which CommonMark doesn't have.
    """
    is_address = scheme_of(definition.href) or not definition.href or _PATH.match(definition.href)
    return definition.label.startswith("^") or not is_address


def unseen(
    record: ParseRecord, used: Collection[str], lines: Sequence[str], origin: LocationOf
) -> Iterator[Diagnostic]:
    """The warnings for one text. `used` are the labels that its links and images use, `lines` its lines."""
    starts = {d.line for d in record.definitions if not lines[d.line][: d.column].strip("> \t")}
    for number, definition in enumerate(record.definitions):
        first = record.definitions[definition.first]
        if definition.first != number:
            if (definition.href, definition.title) != (first.href, first.title):
                yield _second(definition, first, lines, origin, starts)
            elif definition.key not in used or _is_text(definition):
                yield _unused(definition, lines, origin, starts)
        elif definition.key not in used:
            yield _unused(definition, lines, origin, starts)
        elif _is_text(definition):
            yield _like_text(definition, lines, origin, starts)
    for cells in record.excess:
        yield _excess(cells, lines, origin)
    for info in record.infos:
        if not _LANGUAGE.fullmatch(info.text):
            yield _hidden_info(info, lines, origin)
    for leftover in record.entities:
        yield from _leftover(leftover, lines, origin)
    for (first_line, end), entities in record.no_characters.items():
        yield from _no_character(first_line, end, entities, lines, origin)


def _unused(definition: Definition, lines: Sequence[str], origin: LocationOf, starts: Collection[int]) -> Diagnostic:
    if definition.key in _COMMENT:
        message = f"“[{short(definition.label)}]” defines a link that the text doesn't use, so readers don't see it."
        return Diagnostic.of(_CODE, origin(definition.line, definition.column), message, step="Remove it.")
    message = f"“[{short(definition.label)}]:” defines a link that the text doesn't use, so readers don't see it."
    return _escaped(definition, message, "Remove it, or, if it is text, write:", lines, origin, starts)


def _like_text(definition: Definition, lines: Sequence[str], origin: LocationOf, starts: Collection[int]) -> Diagnostic:
    label = short(definition.label)
    if definition.label.startswith("^"):
        message = f"“[{label}]:” defines a link, since Markdown has no footnotes here, so readers don't see this line."
    else:
        message = f"“[{label}]:” defines a link to “{short(unquote(definition.href))}”, so readers don't see this line."
    return _escaped(definition, message, "If it is text, write:", lines, origin, starts)


def _second(
    definition: Definition, first: Definition, lines: Sequence[str], origin: LocationOf, starts: Collection[int]
) -> Diagnostic:
    there = origin(first.line, first.column)
    message = f"“[{short(definition.label)}]:” is already defined in line {there.line}, so readers don't see it."
    return _escaped(definition, message, "Use another label, or, if it is text, write:", lines, origin, starts)


def _escaped(
    definition: Definition,
    message: str,
    step: str,
    lines: Sequence[str],
    origin: LocationOf,
    starts: Collection[int],
) -> Diagnostic:
    # A definition can't follow a line of text: a blank line keeps the next one of this list item or block quote apart.
    # So it does with a line outside of them, and with indented code, which a line of text above would draw in.
    around = lines[definition.line][: definition.column]
    blank = definition.end in starts or _is_apart("".join(lines[definition.end : definition.end + 1]), around)
    where = (lines, definition.line, definition.column, definition.end)
    paste = origin.with_backslash(*where, blank) if isinstance(origin, Origin) else None
    if paste is None:
        step = step.replace("write:", "write a backslash (`\\`) before the “[”.")
    return Diagnostic.of(_CODE, origin(definition.line, definition.column), message, step=step, paste=paste)


def _is_apart(line: str, around: str) -> bool:
    """Whether a line is outside of the list items and quotes of the line above, which begins with `around`, or code."""
    if not line.strip() or _ITEM.match(line):
        return False
    inside, column = line[: len(around)], len(around)
    is_outside = bool(inside.strip("> \t")) or inside.count(">") < around.count(">")
    return is_outside or line.expandtabs(4)[column:].startswith("    ")


def _excess(cells: ExcessCells, lines: Sequence[str], origin: LocationOf) -> Diagnostic:
    header, missing = lines[cells.header].rstrip(), cells.missing
    is_closed = bool(re.search(r"(?<!\\)\|$", header))
    rule = lines[cells.header + 1].rstrip()
    ends = ("" if is_closed else " |") + "  |" * missing, ("" if rule.endswith("|") else "|") + "---|" * missing
    paste = origin.with_ends(lines, cells.header, ends) if isinstance(origin, Origin) else None
    others = [str(origin(line, 0).line) for line in cells.others[:_MOST_ROWS]]
    more = [f"also in line{'s' * (len(others) > 1)} {', '.join(others)}"] if others else []
    if further := len(cells.others) - len(others):
        more.append(f"and in {further} more rows")
    return Diagnostic.of(
        _CODE,
        origin(cells.line, cells.column),
        "This table row has more cells than the header, so readers don't see those from here on.",
        details=more,
        step=f"Write `\\|` for a stroke that is text, or give the header more cells{':' if paste else '.'}",
        paste=paste,
    )


_LANGUAGE = re.compile(
    r"(?:[A-Za-z0-9_+#./-]*[A-Za-z0-9_+#]|\{[^{}]*\})(?:[ \t]+(?:\{[^{}]*\}|[A-Za-z][A-Za-z0-9_-]*=[^\s=]+))*"
)
"""What may follow the first marks of a code block: the name of a language (`c++`), attributes (`start=5`)."""


def _hidden_info(info: FenceInfo, lines: Sequence[str], origin: LocationOf) -> Diagnostic:
    line = lines[info.line]
    marks = line[: info.column].rstrip()
    below = re.sub(r"[^\s>]", " ", marks.rstrip("`~")) + info.text
    paste = origin.with_lines(lines, info.line, (marks, below)) if isinstance(origin, Origin) else None
    return Diagnostic.of(
        _CODE,
        origin(info.line, info.column),
        f"“{short(info.text)}” follows the marks that begin a code block, so readers don't see it.",
        step=f"Remove it, or, if it is text, write it on the next line{':' if paste else '.'}",
        paste=paste,
    )


_NUMBER = re.compile(r"&#[xX]?[0-9a-fA-F]{1,7};")


def _no_character(
    line: int, end: int, entities: Collection[str], lines: Sequence[str], origin: LocationOf
) -> Iterator[Diagnostic]:
    """A warning for each line of a block that holds one of these entities."""
    for n in range(line, min(end, len(lines))):
        if found := next((match for match in _NUMBER.finditer(lines[n]) if match[0] in entities), None):
            message = f"No character has the number in “{found[0]}”, so readers see “\ufffd” here."
            step = "Write the character that is meant."
            yield Diagnostic.of("html-entity", origin(n, found.start()), message, step=step)


def _leftover(leftover: Leftover, lines: Sequence[str], origin: LocationOf) -> Iterator[Diagnostic]:
    """A warning for each line of a block that holds one of its entities, or for the block if none is found."""
    step = "Write the character itself, or, if the entity is meant, a backslash before it"
    is_found = False
    for n in range(leftover.line, min(leftover.end, len(lines))):
        line = lines[n]
        found = [(match, _after_decoding(match)) for match in _ENTITY_IN_SOURCE.finditer(line)]
        found = [(match, shown) for match, shown in found if shown in leftover.shown]
        if not found:
            continue
        is_found = True
        starts = {match.start() for match, _ in found}
        written = _ENTITY_IN_SOURCE.sub(lambda m, at=starts: _in_markdown(m) if m.start() in at else m[0], line)  # type: ignore[misc]
        paste = origin.with_line(lines, n, written) if isinstance(origin, Origin) else None
        message = entity_message(list(dict.fromkeys(shown for _, shown in found)))
        at = origin(n, found[0][0].start())
        yield Diagnostic.of("html-entity", at, message, step=f"{step}{':' if paste else '.'}", paste=paste)
    if not is_found:
        message = entity_message(sorted(leftover.shown))
        yield Diagnostic.of("html-entity", origin(leftover.line, 0), message, step=f"{step}.")


_ENTITY_IN_SOURCE = re.compile(rf"(?<!\\){ENTITY.pattern}")


def _after_decoding(match: re.Match[str]) -> str:
    """What readers see of an entity in the source: CommonMark decodes `&amp;quot;` once, and `&quot` not at all."""
    chain, name = match["chain"], match["name"] or ""
    if not chain:
        return match[0] if not name.endswith(";") else ""
    return f"&{chain.partition(';')[2]}{name}"


def _in_markdown(match: re.Match[str]) -> str:
    """An entity as Markdown writes it: the character, or, if it could be markup or can't be seen, its entity."""
    plain = without_entities(match[0])
    if plain.isprintable() and not (plain.isascii() and plain not in {"'", '"'}):
        return plain
    name = (match["name"] or "amp").removesuffix(";")
    return f"&{name};"
