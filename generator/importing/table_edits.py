"""Takes the archive's own table of claims back: what was filled in becomes edits of the sidecars, by id.

Verdicts, dates of review, notes, tags and codes are taken back. A row that doesn't fit changes nothing, and an empty
cell removes nothing: a table can be older than the sidecars.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, field

from generator.annotating.annotations import annotation_paths, change_fields
from generator.annotating.edit import Edit
from generator.annotating.opened import open_yaml
from generator.annotating.refused import Refused
from generator.annotating.values import PlainValue, Value, value_of
from generator.diagnostics import listed, short
from generator.formats.dates import readings
from generator.formats.near_dates import nearest_date
from generator.formats.synonyms import verdicts_meant
from generator.importing.article_paths import annotations_path
from generator.importing.found_dates import day_of
from generator.importing.imported import NotImported
from generator.importing.known_verdicts import verdict_named
from generator.importing.table_text import Sheet, SheetRow, cell_text, parts_of_cell, read_table
from generator.model import CodeKey, Settings
from generator.outputs.claims_csv import CLAIM_COLUMNS
from generator.outputs.csv_table import harmless
from generator.text import nearest_name

_TAKEN = ("verdict", "reviewed", "note", "tags")
_CODE = "code_"
_MOST_NAMED = 5
"""Claims that a notice names."""
_MOST_CHANGED = 400
"""Claims of a sidecar that one table changes: for each, the sidecar is parsed again, to prove the change."""


@dataclass(frozen=True, slots=True)
class RowProblem:
    """Why a row changes nothing, and what to do: its line (from 1), the claim that it names, and two sentences."""

    line: int
    claim: str
    message: str
    step: str


@dataclass(frozen=True, slots=True)
class ChangedClaim:
    """A claim that a row changes: its line, its reference (`article#claim`), and the names of the fields."""

    line: int
    claim: str
    fields: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class TableEdits:
    """What a table changes: the edit of each sidecar by the id of its article, and the claims that it changes.

    `problems` are of rows that change nothing, in their order; `notices` are sentences for the editor.
    """

    edits: Mapping[str, Edit] = field(default_factory=dict)
    changed: tuple[ChangedClaim, ...] = ()
    problems: tuple[RowProblem, ...] = ()
    notices: tuple[str, ...] = ()


def table_edits(
    data: bytes, sidecars: Mapping[str, bytes], settings: Settings, articles: Collection[str] = ()
) -> TableEdits | NotImported:
    """What a table changes in sidecars, which are given by the id of their article. Each edit is a proved splice.

    A row is known by its column `claim`. Cells are compared with the sidecar: what is the same there changes nothing.
    `articles` are the ids of further articles with a sidecar, which may be those that a mistyped reference means.
    """
    codes = {f"{_CODE}{code.key}".casefold(): code for code in settings.codes}
    table = read_table(data, frozenset((*CLAIM_COLUMNS, "note", *codes)))
    if isinstance(table, NotImported):
        return table
    if table.guessed:
        return NotImported(
            f"The table is in {table.guessed}, in which letters and signs of other languages are lost.",
            "Save it as “CSV UTF-8” in the spreadsheet program, and import that file.",
        )
    if "claim" not in table.columns:
        return NotImported(
            "The table has no column `claim`, which says whose row each is.",
            "Import the table as it was downloaded, with its first row and its first column.",
            1,
        )
    return _Taker(table, dict(sidecars), settings, codes, articles).all_rows()


def claims_named(data: bytes) -> frozenset[str]:
    """The claims of an archive that the rows of a table name (`article#claim`): a table with any can come back.

    Empty for any other file.
    """
    table = read_table(data, frozenset(CLAIM_COLUMNS))
    if isinstance(table, NotImported):
        return frozenset()
    return frozenset(claim for row in table.rows if "#" in (claim := row.cells.get("claim", "")))


class _RowError(Exception):
    def __init__(self, message: str, step: str) -> None:
        super().__init__(message)
        self.message = message
        self.step = step


@dataclass(slots=True)
class _Taker:
    """Takes row after row, each in the sidecars as the rows before left them."""

    table: Sheet
    sidecars: dict[str, bytes]
    settings: Settings
    codes: Mapping[str, CodeKey]
    articles: Collection[str]
    edits: dict[str, Edit] = field(default_factory=dict)
    values: dict[str, Mapping[str, Mapping[str, PlainValue]] | Refused] = field(default_factory=dict)
    kept: Counter[str] = field(default_factory=Counter)
    times: Counter[str] = field(default_factory=Counter)
    replaced: list[str] = field(default_factory=list)

    def all_rows(self) -> TableEdits:
        """The result for the whole table."""
        times = Counter(row.cells.get("claim", "") for row in self.table.rows)
        changed, problems = list[ChangedClaim](), list[RowProblem]()
        for row in self.table.rows:
            claim = row.cells.get("claim", "")
            try:
                fields = self._taken(row, claim, times[claim])
            except _RowError as error:
                problems.append(RowProblem(row.line, claim, error.message, error.step))
            else:
                changed += [ChangedClaim(row.line, claim, fields)] if fields else []
        return TableEdits(self.edits, tuple(changed), tuple(problems), tuple(self._notices()))

    def _notices(self) -> Iterator[str]:
        known = {*CLAIM_COLUMNS, "note", *self.codes}
        unknown = [short(name) for name in self.table.columns if name not in known]
        if unknown:
            yield f"These columns are not known, and nothing of them was taken: {listed(unknown)}."
        if self.replaced:
            claims = listed(self.replaced, _MOST_NAMED)
            yield f"Notes replace others, which the table does not show: {claims}. Read both before you save."
        if self.kept:
            cells = listed([f"{name} ({times})" for name, times in sorted(self.kept.items())])
            yield f"Empty cells remove nothing, so these values stay: {cells}. Remove one in its sidecar."

    def _taken(self, row: SheetRow, claim: str, times: int) -> tuple[str, ...]:
        """The fields that a row changes. Raises `_RowError` where it doesn't fit."""
        if not claim:
            raise _RowError("The row names no claim.", "Put the reference of its claim into the column `claim`.")
        if times > 1:
            raise _RowError(f"“{short(claim)}” has {times} rows.", "Keep one of them.")
        if row.beyond:
            raise _RowError("The row has cells behind the last heading.", "Move them below their heading.")
        article, _, id = claim.partition("#")
        before = self._fields(article, id)
        changes = dict(self._changes(row, before))
        if not changes:
            return ()
        if self.times[article] >= _MOST_CHANGED:
            raise _RowError(
                f"A table can change {_MOST_CHANGED} claims of an article at once.",
                "Save the changes, and import the table again.",
            )
        edit = change_fields(self.sidecars[article], annotations_path(article), id, changes)
        if isinstance(edit, Refused):
            raise _RowError(edit.why, edit.step)
        done = self.edits.get(article, Edit(self.sidecars[article]))
        self.edits[article] = Edit(done.before, (*done.splices, *edit.splices))
        self.sidecars[article] = edit.after
        self.times[article] += 1
        if "note" in changes and before.get("note"):
            self.replaced.append(claim)
        return tuple(changes)

    def _fields(self, article: str, id: str) -> Mapping[str, PlainValue]:
        """The fields of a claim as its sidecar has them."""
        if article not in self.sidecars:
            near = nearest_name(article, [*self.sidecars, *self.articles]) if article else ""
            raise _RowError(
                f"No article “{short(article)}” has a sidecar.",
                f"Did you mean “{near}”? Correct the column `claim`." if near else "Correct the column `claim`.",
            )
        if article not in self.values:
            self.values[article] = _annotations(self.sidecars[article], annotations_path(article))
        found = self.values[article]
        if isinstance(found, Refused):
            raise _RowError(found.why, found.step)
        if id not in found:
            near = nearest_name(id, list(found)) if id else ""
            raise _RowError(
                f"“{short(article)}” has no claim “{short(id)}”.",
                f"Did you mean “{near}”? Correct the column `claim`." if near else "Correct the column `claim`.",
            )
        return found[id]

    def _changes(self, row: SheetRow, before: Mapping[str, PlainValue]) -> Iterator[tuple[str, Value]]:
        """The fields to which a row gives other values than they have."""
        readers: dict[str, Callable[[str, PlainValue], Value]] = {
            "verdict": self._verdict, "reviewed": _reviewed, "note": _note, "tags": _tags,
        }  # fmt: skip
        for key in _TAKEN:
            text, old = row.cells.get(key), before.get(key)
            if text:
                value = readers[key](text, old)
                if not _is_same(value, old):
                    yield key, value
            elif text is not None and old and key in CLAIM_COLUMNS:
                self.kept[key] += 1
        codes = self._new_codes(row, before.get("codes"))
        if codes:
            yield "codes", codes

    def _verdict(self, text: str, _: PlainValue) -> Value:
        if found := verdict_named(text, self.settings):
            return found
        keys = [one.key for one in self.settings.verdicts]
        meant = verdicts_meant(text, keys, keys)
        step = f"Did you mean “{meant[0]}”?" if len(meant) == 1 else f"Write one of these: {listed(keys)}."
        raise _RowError(f"“{short(text)}” is no verdict of this site.", step)

    def _new_codes(self, row: SheetRow, old: PlainValue) -> dict[str, Value]:
        """All codes of a claim where a row changes one of them; else none."""
        kept: dict[str, Value] = {key: _given(value) for key, value in old.items()} if isinstance(old, dict) else {}
        changed = False
        for column, code in self.codes.items():
            text, there = row.cells.get(column), kept.get(code.key)
            if not text:
                if text is not None and there:
                    self.kept[column] += 1
                continue
            values = _code_values(text, code)
            if values != (there if isinstance(there, list) else [there]):
                kept[code.key] = values[0] if len(values) == 1 else values
                changed = True
        return kept if changed else {}


def _annotations(data: bytes, path: str) -> Mapping[str, Mapping[str, PlainValue]] | Refused:
    """The claims and counter-points of a sidecar by id, with their fields."""
    file = open_yaml(data, path)
    if isinstance(file, Refused):
        return file
    found = dict[str, Mapping[str, PlainValue]]()
    for id, paths in annotation_paths(file.root).items():
        value = value_of(file.value(paths[0]))
        if paths[0][0] != "notes":
            found[id] = value if isinstance(value, dict) else {}
    return found


def _given(value: PlainValue) -> Value:
    if isinstance(value, dict):
        return {key: _given(one) for key, one in value.items()}
    return [_given(one) for one in value] if isinstance(value, list) else value or ""


def _is_same(new: Value, old: PlainValue) -> bool:
    if isinstance(new, list):
        return new == (old if isinstance(old, list) else [old])
    return isinstance(old, str) and new == old


def _reviewed(text: str, old: PlainValue) -> Value:
    """A date; one that a spreadsheet rewrote is only accepted where it can mean the date that is there."""
    if day := day_of(text, whole=True):
        return day
    if isinstance(old, str) and old and old in (*readings(text), nearest_date(text)):
        return old
    near = nearest_date(text)
    raise _RowError(
        f"“{short(text)}” is not a date in the form `2015-12-23`; spreadsheets rewrite dates.",
        f"Write `{near}`, and give the column the format “text”." if near else "Write the date in that form.",
    )


def _note(text: str, old: PlainValue) -> Value:
    """A note; the old one where the cell is that note as the table has it."""
    same = isinstance(old, str) and cell_text(harmless(old)) == text
    return old if same and isinstance(old, str) else text


def _tags(text: str, _: PlainValue) -> Value:
    return list[Value](parts_of_cell(text))


def _code_values(text: str, code: CodeKey) -> list[Value]:
    """The values of a code in a cell. Capitals don't count: spreadsheets write `TRUE` for `true`."""
    names = [one.name for one in code.values]
    by_folded = {name.casefold(): name for name in reversed(names)} | {name: name for name in names}
    found = list[Value]()
    for one in parts_of_cell(text):
        name = by_folded.get(one) or by_folded.get(one.casefold())
        if name is None:
            near = nearest_name(one, names)
            step = f"Did you mean “{near}”?" if near else f"Write one of these: {listed(names)}."
            raise _RowError(f"“{short(one)}” is no value of the code `{code.key}`.", step)
        found.append(name)
    if len(found) > 1 and not code.several:
        raise _RowError(f"The code `{code.key}` has {len(found)} values, and one is allowed.", "Keep one of them.")
    return found
