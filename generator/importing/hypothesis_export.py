"""Reads the annotations of Hypothesis: the JSON that its client exports, or the rows of its API.

Both hold annotations as https://h.readthedocs.io/en/latest/api-reference/ describes them. They don't say who speaks in
the words that they quote, so that each becomes a note; and so does a reply, since a note can't be answered.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from generator.annotating.values import Value
from generator.diagnostics import short
from generator.formats.fields import is_web_address
from generator.importing.drafts_by_page import PageFindings, drafts_of
from generator.importing.found_quotes import objects_or_none, quote_field, quotes_in
from generator.importing.imported import Draft, ImportedAnnotation, Importer, ImportOptions, LeftOut, NotImported
from generator.importing.json_shapes import FirstText, Objects, Shape, Texts, all_objects, shaped
from generator.importing.json_text import JsonValue, read_json

_LISTS = ("annotations", "rows", "replies")
_PLACES = frozenset(
    {"RangeSelector", "TextPositionSelector", "FragmentSelector", "PageSelector", "EPUBContentSelector"}
)
"""Selectors that say in another way where a quote is; its own words find it."""


class _Row(Shape):
    """An annotation, a page note or a reply."""

    id: FirstText = ""
    uri: FirstText = ""
    text: FirstText = ""
    tags: Texts = ()
    user: FirstText = ""
    created: FirstText = ""
    references: Texts = ()
    target: Objects = ()
    hidden: bool = False


@dataclass(frozen=True, slots=True)
class _Read:
    """A row with its number in the file (from 1), the fields that it lost, and what its selectors give."""

    number: int
    row: _Row
    reasons: tuple[str, ...]
    quote: Value | None
    others: tuple[str, ...]
    start: int

    @property
    def label(self) -> str:
        return self.row.id or f"annotation {self.number}"


def read_hypothesis(data: bytes, options: ImportOptions) -> tuple[Draft, ...] | NotImported:
    """The annotations of an export, a draft for each page in the order of the text, replies behind what they answer."""
    root = read_json(data)
    if isinstance(root, NotImported):
        return root
    rows = _rows(root)
    if rows is None:
        return NotImported(
            "The file is no export of Hypothesis: it has no list `annotations` or `rows`.",
            "In the sidebar of Hypothesis, choose “Share”, “Export” and the format JSON.",
        )
    read, left = list[_Read](), list[LeftOut]()
    for number, given in enumerate(rows, 1):
        if isinstance(given, dict):
            read.append(_read(number, given))
        else:
            left.append(LeftOut(short(str(given)), f"entry {number} of the list, which is no annotation"))
    ids = {one.row.id: one for one in read if one.row.id}
    found = [_found(one, _answered(one, ids), options) for one in _in_order(read, ids)]
    return drafts_of([*found, PageFindings(left_out=tuple(left))], _notices(read, rows))


_: Importer = read_hypothesis


def _rows(root: JsonValue) -> list[JsonValue] | None:
    """The annotations of a file, with the replies that the API lists apart; None where it has none.

    They are in a list, in an answer of the API, or a single one.
    """
    if isinstance(root, list):
        return root if any(isinstance(one, dict) and "uri" in one for one in root) else None
    for one in all_objects(root):
        lists = [rows for key in _LISTS if isinstance(rows := one.get(key), list)]
        if lists:
            return [row for rows in lists for row in rows]
    return [root] if isinstance(root, dict) and "uri" in root and {"target", "text"} & root.keys() else None


def _read(number: int, given: Mapping[str, JsonValue]) -> _Read:
    row, reasons = shaped(_Row, given)
    found = [quotes_in(target.get("selector")) for target in row.target]
    quotes = [quote for quotes, _ in found for quote in quotes]
    others = tuple(one for _, others in found for one in others if one not in _PLACES or not quotes)
    return _Read(number, row, reasons, quote_field(quotes), others, _start(row))


def _start(row: _Row) -> int:
    """Where a quote begins in the text of its page, as far as the file has it: it only orders the notes."""
    for target in row.target:
        for one in objects_or_none(target.get("selector")):
            start = one.get("start")
            if isinstance(start, str) and start.isascii() and start.isdecimal() and len(start) < _MOST_DIGITS:
                return int(start)
    return _NOWHERE


_MOST_DIGITS = 12
_NOWHERE = 10**12


def _in_order(read: Iterable[_Read], ids: Mapping[str, _Read]) -> list[_Read]:
    """The annotations in the order of the text, each with its replies behind it, the oldest first."""

    def key(one: _Read) -> tuple[int, int, bool, str, int]:
        root = _answered(one, ids) or one
        return root.start, root.number, root is not one, one.row.created, one.number

    return sorted(read, key=key)


def _answered(read: _Read, ids: Mapping[str, _Read]) -> _Read | None:
    """The annotation at the beginning of the thread of a reply; None where the file has it not."""
    return next((ids[id] for id in read.row.references if id in ids), None)


def _found(read: _Read, answered: _Read | None, options: ImportOptions) -> PageFindings:
    row = read.row
    page = row.uri if is_web_address(row.uri) else ""
    left = [LeftOut(f"{reason} ({read.label})", "field in a shape that is not known") for reason in read.reasons]
    left += [LeftOut(f"{one} of {read.label}", "selector that finds no words") for one in read.others]
    if row.hidden and not options.keep_all:
        left.append(LeftOut(row.text or read.label, "annotation that the moderators of Hypothesis hide"))
        return PageFindings(page, left_out=tuple(left))
    quote = read.quote if read.quote is not None or answered is None else answered.quote
    name = row.user.removeprefix("acct:").partition("@")[0]
    note = f"{row.text}\n\n— {name}".strip() if options.people and name else row.text
    if quote is None and not note:
        rest = ", ".join(row.tags) or read.label
        return PageFindings(page, left_out=(*left, LeftOut(rest, "annotation without a quote or a text")))
    fields: dict[str, Value] = {} if quote is None else {"quote": quote}
    fields |= {"note": note} if note else {}
    fields |= {"tags": list(row.tags)} if row.tags else {}
    return PageFindings(page, annotations=(ImportedAnnotation("notes", fields),), left_out=tuple(left))


def _notices(read: Sequence[_Read], rows: Sequence[JsonValue]) -> Iterator[str]:
    replies = sum(bool(one.row.references) for one in read)
    private = sum(isinstance(one, dict) and _is_private(one.get("permissions")) for one in rows)
    if replies:
        yield f"Replies became notes behind what they answer, since a note can't be answered: {replies}."
    if private:
        yield (
            f"Annotations that only a group or their author can read: {private}. A site publishes them, so ask first, "
            "or remove them from the file."
        )


def _is_private(permissions: JsonValue) -> bool:
    readers = permissions.get("read") if isinstance(permissions, dict) else None
    return isinstance(readers, list) and bool(readers) and "group:__world__" not in readers
