"""Reads a sidecar: the annotations of one article. Knows neither the article's text nor other articles.

Each entry is validated separately, so that a problem in one does not affect the others.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import partial

from msgspec import field
from pydantic import Field

from generator.diagnostics import Diagnostic, Location, Paste
from generator.formats.capital_keys import with_small_keys
from generator.formats.empty_texts import empty_note, empty_sidecar, empty_text, is_cut_off
from generator.formats.entry_ids import duplicate_id, ids_below, wrong_entry_id
from generator.formats.fields import Entry, id_from
from generator.formats.listed_entries import listed_entries
from generator.formats.lost_signs import lost_signs
from generator.formats.nested_answers import told_of_answers, told_of_targets
from generator.formats.quote_sources import QuoteSource, QuoteSources, key_lead, quote_source
from generator.formats.registry import LocalRoleEntry, SourceEntry, SpeakerEntry, source_of, speaker_of
from generator.formats.sidecar_schema import (
    CITED,
    DATED,
    SAID,
    AnswerEntry,
    ClaimEntry,
    CounterpointEntry,
    NoteEntry,
    QuoteEntry,
    StatementEntry,
    UnnamedEntry,
)
from generator.formats.validation import key_meant, validate
from generator.model import (
    Annotation,
    Citation,
    Kind,
    LocalSpeaker,
    QuoteSelector,
    Source,
    SpeakerRef,
    is_id,
)
from generator.values import Immutable
from generator.yaml_text.document import Document, at_most, decoded, read_yaml
from generator.yaml_text.search import STRUCTURAL, Judge
from generator.yaml_text.structure import restructured
from generator.yaml_text.tree import (
    Locations,
    MappingNode,
    Node,
    Scalar,
    SequenceNode,
    YamlText,
    holds_nothing,
    written,
)


class Sidecar(Immutable):
    """The contents of a sidecar.

    `annotations` are the claims, each followed by its answers, then the top-level counter-points with theirs, then the
    notes; each group in the order of the file. `quotes` is keyed by annotation id and number of the selector (from 0).
    `locations` is keyed `<id>`, `<id>/<field>`, `<id>/<field>/<n>`, `speakers/<id>`, `speakers/<id>/<field>`.
    `broken` means that the file could not be read; `left_out` are the ids of invalid annotations and their answers.
    """

    annotations: tuple[Annotation, ...] = ()
    speakers: tuple[LocalSpeaker, ...] = ()
    locations: Mapping[str, Location] = field(default_factory=dict)
    quotes: Mapping[tuple[str, int], QuoteSource] = field(default_factory=dict)
    diagnostics: tuple[Diagnostic, ...] = ()
    broken: bool = False
    left_out: frozenset[str] = frozenset()


# ── the groups ───────────────────────────────────────────────────────────────────────────────────────────────────────


class _Groups(Entry):
    """The top-level keys of a sidecar. Their entries are validated separately."""

    speakers: dict[str, object] = Field(default_factory=dict)
    claims: dict[str, object] = Field(default_factory=dict)
    counterpoints: dict[str, object] = Field(default_factory=dict)
    notes: dict[str, object] = Field(default_factory=dict)


# ── reading ──────────────────────────────────────────────────────────────────────────────────────────────────────────


def read_sidecar(data: bytes, path: str, article_id: str, day: str = "") -> Sidecar:
    """Reads the sidecar of the article `article_id`, which is of `day`. Problems become diagnostics; never raises."""
    judge = partial(_problems, article_id=article_id, day=day)
    document = read_yaml(data, path, judge)
    if document.broken and (lost := _lost(document.diagnostics, data, path, judge)):
        return Sidecar(diagnostics=(lost,), broken=True)
    if document.broken and document.root is None:
        return Sidecar(diagnostics=tuple(at_most(document.diagnostics)), broken=True)
    document = with_small_keys(document, _KEYS)
    reader = _Reader(document, article_id, day)
    reader.read(document.root)
    if not document.broken and (lost := _lost(reader.problems, data, path, judge)):
        return Sidecar(diagnostics=(lost,), broken=True)
    further = partial(listed_entries, depth=_MOST_DEEP)
    if better := restructured(document, reader.problems, judge, further):
        document, reader = better, _Reader(better, article_id, day)
        reader.read(document.root)
    if not document.diagnostics and not reader.problems:
        reader.problems += empty_sidecar(document.text, document.root)
    diagnostics = tuple(at_most([*document.diagnostics, *document.trusted(reader.problems)]))
    locations = Locations(document.text, reader.entries, _LISTED)
    if document.broken:
        return Sidecar(locations=locations, diagnostics=diagnostics, broken=True)
    return Sidecar(
        tuple(reader.annotations),
        tuple(reader.speakers),
        locations,
        QuoteSources(document.text, reader.entries),
        diagnostics,
        left_out=frozenset(reader.left_out),
    )


def _lost(problems: Iterable[Diagnostic], data: bytes, path: str, judge: Judge) -> Diagnostic | None:
    """What got lost from the lines of a sidecar, where its syntax or structure shows that something did."""
    if not any(one.code in _OF_STRUCTURE for one in problems):
        return None
    return lost_signs(YamlText(path, decoded(data, path).text), _KEYS, judge)


_OF_STRUCTURE = STRUCTURAL | {"yaml-syntax", "yaml-structure"}
_MOST_DEEP = 12
"""Levels of a sidecar down to which lists of entries are looked for: a claim is two below the top, an answer four."""


def _problems(text: YamlText, root: Node | None, article_id: str, day: str) -> list[Diagnostic]:
    """What is wrong with the keys and values of a tree."""
    reader = _Reader(Document(text, root), article_id, day)
    reader.read(root)
    return reader.problems


def _groups_only(root: Node | None) -> Node | None:
    """A copy of the tree with empty groups, whose entries are validated separately."""
    if not isinstance(root, MappingNode):
        return root
    bare = {
        name: (key, node._replace(entries={}) if isinstance(node, MappingNode) else node)
        for name, (key, node) in root.entries.items()
    }
    return root._replace(entries=bare)


class _Form(Immutable):
    """One kind of entry: its kind, its name in messages and its model."""

    kind: Kind
    what: str
    model: type[NoteEntry]


_CLAIM = _Form("claim", "a claim", ClaimEntry)
_ANSWER = _Form("counterpoint", "a counter-point", AnswerEntry)
_COUNTERPOINT = _Form("counterpoint", "a counter-point", CounterpointEntry)
_NOTE = _Form("note", "a note", NoteEntry)
_GROUPS = frozenset(_Groups.model_fields)
_KEYS = frozenset(
    key
    for model in (_Groups, ClaimEntry, CounterpointEntry, QuoteEntry, UnnamedEntry, SourceEntry, SpeakerEntry)
    for key in (*model.model_fields, *(field.alias for field in model.model_fields.values() if field.alias))
)
_LISTED = frozenset({"quote", "via", "to", "sources", "tags", "aliases"})


class _Reader:
    """Collects the annotations of a sidecar. One reader for all kinds, because they share one namespace of ids."""

    def __init__(self, document: Document, article_id: str, day: str) -> None:
        self.text, self.day = document.text, day
        self.article = article_id
        self.annotations: list[Annotation] = []
        self.speakers: list[LocalSpeaker] = []
        self.entries: list[tuple[str, Scalar, Node]] = []
        self.first: dict[str, tuple[Scalar, Node, str]] = {}
        self.problems: list[Diagnostic] = []
        self.left_out: set[str] = set()

    def read(self, root: Node | None) -> None:
        """Reads all groups of a sidecar."""
        self.problems += validate(self.text, _groups_only(root), _Groups, "a sidecar")[1]
        if not isinstance(root, MappingNode):
            return
        for name, node, key in _entries_of(root, "speakers"):
            self._speaker(name, key, node)
        for group, form in (("claims", _CLAIM), ("counterpoints", _COUNTERPOINT), ("notes", _NOTE)):
            for _, node, key in _entries_of(root, group):
                self._annotation(form, key, node, parent="", is_read=True)
        elsewhere = [id for name, (_, node) in root.entries.items() if name not in _GROUPS for id in ids_below(node)]
        self.left_out.update(elsewhere, (f"speakers/{id}" for id in elsewhere))

    # ── speakers ──

    def _speaker(self, name: str, key: Scalar, node: Node) -> None:
        self.entries.append((f"speakers/{name}", key, node))
        wrong_id = wrong_entry_id(self.text, key, "a speaker")
        entry, problems = self._speaker_entry(key, node)
        self.problems += [wrong_id, *problems] if wrong_id else problems
        if entry is None or wrong_id:
            self.left_out.add(f"speakers/{id_from(name)}")
            return
        speaker = speaker_of(name, entry, self.text.path) if isinstance(entry, SpeakerEntry) else None
        self.speakers.append(LocalSpeaker(name, speaker, entry.role, entry.organization or ""))

    def _speaker_entry(self, key: Scalar, node: Node) -> tuple[LocalRoleEntry | None, list[Diagnostic]]:
        """Validates a new speaker, which has a name, or the role and organization of a shared one, which has none."""
        has_name = isinstance(node, MappingNode) and "name" in node.entries
        model: type[LocalRoleEntry] = SpeakerEntry if has_name else LocalRoleEntry
        entry, problems = validate(self.text, node, model, "a speaker", key)
        if has_name or not isinstance(node, MappingNode):
            return entry, problems
        further = [k for name, (k, _) in node.entries.items() if name in SpeakerEntry.model_fields]
        further = [k for k in further if k.text not in LocalRoleEntry.model_fields]
        at = {self.text.location(k.start) for k in further}
        return entry, [
            *(d for d in problems if d.location not in at),
            *(_not_local(self.text, key, k) for k in further),
        ]

    # ── annotations ──

    def _annotation(self, form: _Form, key: Scalar, node: Node, parent: str, is_read: bool) -> None:
        """Reads one annotation and its answers. `is_read` is False below an invalid annotation."""
        name = key.text
        usable = self._has_valid_id(key, node, form.what, parent)
        answers = node.entries.get("counterpoints") if isinstance(node, MappingNode) and form.kind != "note" else None
        own = _without_answers(node) if form.kind != "note" else node
        entry, problems = validate(self.text, _with_contexts_as_typed(own), form.model, form.what, key, self.day)
        problems += self._quote_traps(own) if isinstance(own, MappingNode) else []
        problems += self._incomplete(form, key, own)
        if parent:
            problems = told_of_targets(self.text, own, parent, self.article, problems)
        elif form.kind == "note":
            problems = told_of_answers(self.text, own, problems)
        self.problems += problems
        is_read = is_read and usable and entry is not None and not problems
        if usable:
            self.entries.append((name, key, own))
        if is_read and entry is not None:
            self.annotations.append(_annotation(entry, form.kind, name, parent, self.article))
        elif usable:
            self.left_out.add(name)
        if not problems:
            self.problems += empty_note(self.text, own)
        if answers:
            self._answers(answers, name, is_read)

    def _answers(self, answers: tuple[Scalar, Node], parent: str, is_read: bool) -> None:
        key, node = answers
        if isinstance(node, MappingNode):
            for answer_key, answer in node.entries.values():
                self._annotation(_ANSWER, answer_key, answer, parent, is_read)
            return
        wrapped = MappingNode({"counterpoints": answers}, key.start, node.end)
        self.problems += validate(self.text, wrapped, _Groups, "a claim")[1]

    def _has_valid_id(self, key: Scalar, node: Node, what: str, parent: str) -> bool:
        """Whether the id of an annotation is valid and unique; if not, adds a diagnostic."""
        if first := self.first.get(key.text):
            self.problems.append(self._twice(key, node, *first))
            return False
        self.first[key.text] = key, node, parent
        if wrong := wrong_entry_id(self.text, key, what, taken=self.first):
            self.problems.append(wrong)
            self.left_out.add(id_from(key.text))
        return not wrong

    def _twice(self, key: Scalar, node: Node, first: Scalar, other: Node, parent: str) -> Diagnostic:
        """The problem with an id that another annotation has, which is an answer to `parent` where it is nested."""
        targets = (parent, f"{self.article}#{parent}") if parent else ()
        return duplicate_id(self.text, key, node, (first, other), targets)

    def _incomplete(self, form: _Form, key: Scalar, node: Node) -> list[Diagnostic]:
        """The diagnostic for a claim or counter-point without quote and statement, or a note without quote and note."""
        if not isinstance(node, MappingNode) and not holds_nothing(node):
            return []  # text or a list, which validation reports
        given = node.entries if isinstance(node, MappingNode) else {}
        own = given.get("note" if form.kind == "note" else "statement")
        if "quote" in given or (own and (form.kind != "note" or not holds_nothing(own[1]))):
            return []
        if {"quote", "statement"} & {key_meant(name, node, form.model) for name in given}:
            return []  # its key is wrong, which validation reports
        if any(not name.isascii() for name in given):
            return []  # a key of another language may be it, which validation reports
        at = self.text.location(key.start)
        kind = form.what.removeprefix("a ").capitalize()
        if form.kind == "note":
            return [
                Diagnostic.of(
                    "missing-key",
                    at,
                    f"{kind} “{key.text}” has neither a quote nor a note.",
                    step="Add `note: …` with your remark.",
                )
            ]
        return [
            Diagnostic.of(
                "quote-missing",
                at,
                f"{kind} “{key.text}” has neither a quote nor a statement.",
                step="Add `quote: |` with the exact words of the article, or `statement: …` in your own words.",
            )
        ]

    def _quote_traps(self, node: MappingNode) -> Iterable[Diagnostic]:
        quote = node.entries.get("quote")
        if quote and isinstance(quote[1], SequenceNode):
            if not quote[1].items:
                yield empty_text(self.text, *quote, node)
            elif quote[1].flow:
                yield _quotes_in_brackets(self.text, *quote)
        for name in ("quote", "statement"):
            given = node.entries.get(name)
            if given and holds_nothing(given[1]) and not is_cut_off(self.text, given[1]):
                yield empty_text(self.text, *given, node)


def _entries_of(root: MappingNode, group: str) -> Iterator[tuple[str, Node, Scalar]]:
    if group in root.entries and isinstance(node := root.entries[group][1], MappingNode):
        yield from ((name, value, key) for name, (key, value) in node.entries.items())


def _without_answers(node: Node) -> Node:
    if not isinstance(node, MappingNode) or "counterpoints" not in node.entries:
        return node
    return node._replace(entries={name: entry for name, entry in node.entries.items() if name != "counterpoints"})


def _with_contexts_as_typed(node: Node) -> Node:
    """The tree of an annotation without the line break that YAML adds to a context in block style (`prefix: |`).

    White space at the ends of a context counts; in other texts it is dropped anyway.
    """
    if not isinstance(node, MappingNode) or "quote" not in node.entries:
        return node
    key, quote = node.entries["quote"]
    if isinstance(quote, MappingNode):
        typed: Node = _without_block_ends(quote)
    elif isinstance(quote, SequenceNode):
        items = [_without_block_ends(item) if isinstance(item, MappingNode) else item for item in quote.items]
        typed = quote._replace(items=items)
    else:
        return node
    return node._replace(entries={**node.entries, "quote": (key, typed)})


def _without_block_ends(quote: MappingNode) -> MappingNode:
    contexts = {
        name: (key, value._replace(text=value.text.rstrip("\n")))
        for name, (key, value) in quote.entries.items()
        if name in ("prefix", "suffix") and isinstance(value, Scalar) and value.style in ("|", ">")
    }
    return quote._replace(entries={**quote.entries, **contexts}) if contexts else quote


# ── model ────────────────────────────────────────────────────────────────────────────────────────────────────────────


def _annotation(entry: NoteEntry, kind: Kind, name: str, parent: str, article: str) -> Annotation:
    day, reason = _parts(DATED, entry.withdrawn)
    quote = tuple(map(_selector, entry.quote))
    codes = tuple((key, tuple(dict.fromkeys(values))) for key, values in entry.codes.items())
    tags, aliases = tuple(entry.tags), tuple(entry.aliases)
    if not isinstance(entry, StatementEntry):
        return Annotation(
            id=name, kind=kind, quote=quote, withdrawn=reason, withdrawn_date=day, note=entry.note,
            unsure=entry.unsure, codes=codes, tags=tags, language=entry.language, aliases=aliases,
        )  # fmt: skip
    date, occasion = _parts(SAID, entry.said)
    return Annotation(
        id=name,
        kind=kind,
        quote=quote,
        statement=entry.statement,
        speaker=_voice(entry.speaker),
        via=tuple(map(_voice, entry.via)),
        mode=entry.mode,
        said=date,
        occasion=occasion,
        verdict=entry.verdict or "",
        reviewed=entry.reviewed,
        updates=tuple((day, text) for day, texts in sorted(entry.updates.items()) for text in texts),
        withdrawn=reason,
        withdrawn_date=day,
        note=entry.note,
        unsure=entry.unsure,
        parent=parent,
        to=_answered(entry, parent, article),
        relation=entry.relation if isinstance(entry, AnswerEntry) else "answers",
        repeats=_full_reference(entry.repeats, article) if isinstance(entry, ClaimEntry) and entry.repeats else "",
        sources=tuple(map(_citation, entry.sources)),
        codes=codes,
        tags=tags,
        language=entry.language,
        aliases=aliases,
    )


def _parts(form: re.Pattern[str], text: str) -> tuple[str, str]:
    match = form.fullmatch(text) if text else None
    return (match[1], match[2] or "") if match else ("", "")


def _selector(quote: str | QuoteEntry) -> QuoteSelector:
    if isinstance(quote, str):
        return QuoteSelector(exact=quote, plain=True)
    return QuoteSelector(quote.exact, quote.prefix, quote.suffix, quote.times, quote.start, quote.end, quote.part)


def _voice(voice: str | UnnamedEntry) -> SpeakerRef:
    return SpeakerRef(id=voice) if isinstance(voice, str) else SpeakerRef(unnamed=voice.unnamed)


def _answered(entry: StatementEntry, parent: str, article: str) -> tuple[str, ...]:
    if isinstance(entry, CounterpointEntry):
        return tuple(dict.fromkeys(_full_reference(ref, article) for ref in entry.to))
    return (f"{article}#{parent}",) if parent else ()


def _full_reference(ref: str, article: str) -> str:
    """`article#id` for a reference that may be an id of the same article."""
    return ref if "#" in ref else f"{article}#{ref}"


def _citation(cited: str | SourceEntry) -> Citation:
    if isinstance(cited, SourceEntry):
        return Citation(source_of("", cited))
    name, locator = _parts(CITED, cited)
    if ":" in name:
        return Citation(Source(url=name), locator)
    return Citation(name, locator) if is_id(name) else Citation(cited)


# ── diagnostics ──────────────────────────────────────────────────────────────────────────────────────────────────────


def _not_local(text: YamlText, speaker: Scalar, key: Scalar) -> Diagnostic:
    return Diagnostic.of(
        "speaker-local",
        text.location(key.start),
        f"In a sidecar, a shared speaker can have only `role` and `organization`, but this entry sets `{key.text}`.",
        step=f"Move `{key.text}` to `{speaker.text}` in `content/speakers.yaml`, or add `name: …` for a new speaker.",
    )


def _quotes_in_brackets(text: YamlText, key: Scalar, value: Node) -> Diagnostic:
    return Diagnostic.of(
        "quote-list",
        text.location(value.start),
        "A list of quotes cannot be written in brackets, where a comma inside a sentence would split a quote.",
        step="Write each passage on a line of its own after a dash, and check that no passage was split.",
        paste=_as_lines(text, key, value),
    )


def _as_lines(text: YamlText, key: Scalar, value: Node) -> Paste | None:
    source = quote_source(text, value, key.start, key_lead(text, key))
    items = [item.text for item in value.items if isinstance(item, Scalar)] if isinstance(value, SequenceNode) else []
    if source.lead is None or not items or len(items) != len(value.items if isinstance(value, SequenceNode) else ()):
        return None
    if len(items) == 1:
        return source.paste(items[0])
    indent = source.lead[: len(source.lead) - len(source.lead.lstrip())]
    lines = [line for item in items for line in written(f"{indent}  - ", item)]
    return Paste(source.first_line, source.last_line, (source.lead.rstrip(), *lines))
