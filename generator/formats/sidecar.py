"""The annotations of one article, read from its sidecar and understood alone; it knows neither the text nor others.

Each entry is held against its model by itself: what is wrong with one costs none of the others.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from pydantic import Field

from generator.diagnostics import Diagnostic, Location, Paste
from generator.formats.fields import (
    Entry,
    FieldError,
    id_from,
    identifier,
)
from generator.formats.registry import LocalRoleEntry, SourceEntry, SpeakerEntry, source_of, speaker_of, wrong_entry_id
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
from generator.formats.validation import validate
from generator.model import Annotation, Citation, Kind, LocalSpeaker, QuoteSelector, Source, SpeakerRef
from generator.yaml_text.document import Document, at_most, read_yaml
from generator.yaml_text.tree import (
    Locations,
    MappingNode,
    Node,
    Scalar,
    SequenceNode,
    YamlText,
    end_of,
    holds_nothing,
    written,
)


@dataclass(frozen=True, slots=True)
class QuoteSource:
    """Where a passage is written, so that another quote can be put in its place.

    `first_line` to `last_line` are the lines of the entry, from its key `quote:` or its dash on; `lead` is what
    stands in the first of them before the value (`"    quote: "`, `"      - "`). It is None where other things stand
    in those lines, too, so that they can't be replaced as a whole.
    """

    location: Location
    first_line: int
    last_line: int
    lead: str | None

    def paste(self, quote: str) -> Paste | None:
        """The mend that writes another quote as a text in words, in the form that YAML gives back."""
        return Paste(self.first_line, self.last_line, written(self.lead, quote)) if self.lead is not None else None


@dataclass(frozen=True, slots=True)
class Sidecar:
    """What a sidecar says. `annotations` stand in the order of the file: claims, each followed by its answers; then

    top-level counter-points with theirs; then notes. `quotes` is keyed by annotation id and number of the selector,
    from 0. `locations` is keyed `<id>`, `<id>/<field>`, `<id>/<field>/<n>`, `speakers/<id>`, `speakers/<id>/<field>`.
    `broken` tells that the file could not be read; `left_out` are ids of annotations that could not be.
    """

    annotations: tuple[Annotation, ...] = ()
    speakers: tuple[LocalSpeaker, ...] = ()
    locations: Mapping[str, Location] = field(default_factory=dict)
    quotes: Mapping[tuple[str, int], QuoteSource] = field(default_factory=dict)
    diagnostics: tuple[Diagnostic, ...] = ()
    broken: bool = False
    left_out: frozenset[str] = frozenset()


class QuoteSources(Mapping[tuple[str, int], QuoteSource]):
    """Where each passage is written, worked out when the first is asked for: most quotes have their place."""

    def __init__(self, text: YamlText, entries: Iterable[tuple[str, Scalar, Node]]) -> None:
        self._text = text
        self._entries = list(entries)

    @cached_property
    def _sources(self) -> dict[tuple[str, int], QuoteSource]:
        quotes = ((name, node.entries.get("quote")) for name, _, node in self._entries if isinstance(node, MappingNode))
        return {
            (name, n): source
            for name, quote in quotes
            if quote
            for n, source in enumerate(_quote_sources(self._text, *quote))
        }

    def __getitem__(self, key: tuple[str, int]) -> QuoteSource:
        return self._sources[key]

    def __iter__(self) -> Iterator[tuple[str, int]]:
        return iter(self._sources)

    def __len__(self) -> int:
        return len(self._sources)


# ── the three kinds of annotation ────────────────────────────────────────────────────────────────────────────────


class _Groups(Entry):
    """The keys of the file, their values looked at elsewhere."""

    speakers: dict[str, object] = Field(default_factory=dict)
    claims: dict[str, object] = Field(default_factory=dict)
    counterpoints: dict[str, object] = Field(default_factory=dict)
    notes: dict[str, object] = Field(default_factory=dict)


# ── reading ──────────────────────────────────────────────────────────────────────────────────────────────────────


def read_sidecar(data: bytes, path: str, article_id: str) -> Sidecar:
    """The annotations of the article `article_id`, in the order of the file, and all that is wrong with them."""
    document = read_yaml(data, path)
    if document.broken and document.root is None:
        return Sidecar(diagnostics=tuple(at_most(document.diagnostics)), broken=True)
    reader = _Reader(document, article_id)
    reader.found += validate(document.text, _groups_only(document.root), _Groups, "a sidecar")[1]
    if isinstance(document.root, MappingNode):
        reader.read(document.root)
    diagnostics = tuple(at_most([*document.diagnostics, *document.trusted(reader.found)]))
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


def _groups_only(root: Node | None) -> Node | None:
    """The file's own keys with empty mappings below: what stands in them is looked at entry by entry."""
    if not isinstance(root, MappingNode):
        return root
    bare = {
        name: (key, node._replace(entries={}) if isinstance(node, MappingNode) else node)
        for name, (key, node) in root.entries.items()
    }
    return root._replace(entries=bare)


@dataclass(frozen=True, slots=True)
class _Form:
    """How one kind of entry is read."""

    kind: Kind
    what: str
    model: type[NoteEntry]


_CLAIM = _Form("claim", "a claim", ClaimEntry)
_ANSWER = _Form("counterpoint", "a counter-point", AnswerEntry)
_COUNTERPOINT = _Form("counterpoint", "a counter-point", CounterpointEntry)
_NOTE = _Form("note", "a note", NoteEntry)
_LISTED = frozenset({"quote", "via", "to", "sources", "tags", "aliases"})


class _Reader:
    """What was read so far: ids must be unique across the three kinds, so all go through one reader."""

    def __init__(self, document: Document, article_id: str) -> None:
        self.text = document.text
        self.article = article_id
        self.annotations: list[Annotation] = []
        self.speakers: list[LocalSpeaker] = []
        self.entries: list[tuple[str, Scalar, Node]] = []
        self.first: dict[str, Scalar] = {}
        self.found: list[Diagnostic] = []
        self.left_out: set[str] = set()

    def read(self, root: MappingNode) -> None:
        for name, node, key in _entries_of(root, "speakers"):
            self._speaker(name, key, node)
        for group, form in (("claims", _CLAIM), ("counterpoints", _COUNTERPOINT), ("notes", _NOTE)):
            for _, node, key in _entries_of(root, group):
                self._annotation(form, key, node, parent="", is_read=True)

    # ── speakers ──

    def _speaker(self, name: str, key: Scalar, node: Node) -> None:
        self.entries.append((f"speakers/{name}", key, node))
        wrong_id = wrong_entry_id(self.text, key, "a speaker")
        entry, found = self._speaker_entry(key, node)
        self.found += [wrong_id, *found] if wrong_id else found
        if entry is None or wrong_id:
            return
        speaker = speaker_of(name, entry, self.text.path) if isinstance(entry, SpeakerEntry) else None
        self.speakers.append(LocalSpeaker(name, speaker, entry.role, entry.organization or ""))

    def _speaker_entry(self, key: Scalar, node: Node) -> tuple[LocalRoleEntry | None, list[Diagnostic]]:
        """A new speaker has a name; without one the entry says only what a shared speaker was at the time."""
        has_name = isinstance(node, MappingNode) and "name" in node.entries
        model: type[LocalRoleEntry] = SpeakerEntry if has_name else LocalRoleEntry
        entry, found = validate(self.text, node, model, "a speaker", key)
        if has_name or not isinstance(node, MappingNode):
            return entry, found
        further = [k for name, (k, _) in node.entries.items() if name in SpeakerEntry.model_fields]
        further = [k for k in further if k.text not in LocalRoleEntry.model_fields]
        at = {self.text.location(k.start) for k in further}
        return entry, [*(d for d in found if d.location not in at), *(_not_local(self.text, key, k) for k in further)]

    # ── annotations ──

    def _annotation(self, form: _Form, key: Scalar, node: Node, parent: str, is_read: bool) -> None:
        """One annotation and, below it, its answers. `is_read` is False below one that could not be read."""
        name = key.text
        usable = self._named(key)
        answers = node.entries.get("counterpoints") if isinstance(node, MappingNode) and form.kind != "note" else None
        own = _without_answers(node)
        entry, found = validate(self.text, own, form.model, form.what, key)
        found += self._quote_traps(own) if isinstance(own, MappingNode) else []
        found += self._incomplete(form, key, own)
        self.found += found
        is_read = is_read and usable and entry is not None and not found
        if usable:
            self.entries.append((name, key, own))
        if is_read and entry is not None:
            self.annotations.append(_annotation(entry, form.kind, name, parent, self.article))
        elif usable:
            self.left_out.add(name)
        if answers:
            self._answers(answers, name, is_read)

    def _answers(self, answers: tuple[Scalar, Node], parent: str, is_read: bool) -> None:
        key, node = answers
        if isinstance(node, MappingNode):
            for answer_key, answer in node.entries.values():
                self._annotation(_ANSWER, answer_key, answer, parent, is_read)
            return
        wrapped = MappingNode({"counterpoints": answers}, key.start, node.end)
        self.found += validate(self.text, wrapped, _Groups, "a claim")[1]

    def _named(self, key: Scalar) -> bool:
        """Whether an annotation's id is a valid one that no other has."""
        if first := self.first.get(key.text):
            at = self.text.location(key.start)
            self.found.append(_twice(at, key.text, self.text.line_number(first.start)))
            return False
        self.first[key.text] = key
        try:
            identifier(key.text)
        except FieldError as problem:
            near = id_from(key.text)
            paste = self.text.replaced(key.start, key.end, near) if near and near not in self.first else None
            at = self.text.location(key.start)
            self.found.append(Diagnostic.of("wrong-id", at, problem.message, step=problem.step, paste=paste))
            return False
        return True

    def _incomplete(self, form: _Form, key: Scalar, node: Node) -> list[Diagnostic]:
        """A claim or counter-point that shows nothing; a note without a word."""
        if not isinstance(node, MappingNode) and not holds_nothing(node):
            return []  # a text or a list: that is said already
        given = node.entries if isinstance(node, MappingNode) else {}
        if "quote" in given or ("note" if form.kind == "note" else "statement") in given:
            return []
        at = self.text.location(key.start)
        if form.kind == "note":
            return [Diagnostic.of("missing-key", at, "This note says nothing.", step="add `note: …`")]
        return [
            Diagnostic.of(
                "quote-missing",
                at,
                f"“{key.text}” has neither a quote nor a statement.",
                step="add `quote: |` with the words as they stand in the article, or `statement: …` in your own words",
            )
        ]

    def _quote_traps(self, node: MappingNode) -> Iterable[Diagnostic]:
        quote = node.entries.get("quote")
        if quote and isinstance(quote[1], SequenceNode):
            if not quote[1].items:
                yield _empty(self.text, *quote)
            elif quote[1].flow:
                yield _quotes_in_brackets(self.text, *quote)
        for name in ("quote", "statement"):
            given = node.entries.get(name)
            if given and holds_nothing(given[1]) and not _is_cut_off(self.text, given[1]):
                yield _empty(self.text, *given)


def _entries_of(root: MappingNode, group: str) -> Iterator[tuple[str, Node, Scalar]]:
    if group in root.entries and isinstance(node := root.entries[group][1], MappingNode):
        yield from ((name, value, key) for name, (key, value) in node.entries.items())


def _without_answers(node: Node) -> Node:
    if not isinstance(node, MappingNode) or "counterpoints" not in node.entries:
        return node
    return node._replace(entries={name: entry for name, entry in node.entries.items() if name != "counterpoints"})


# ── model ────────────────────────────────────────────────────────────────────────────────────────────────────────


def _annotation(entry: NoteEntry, kind: Kind, name: str, parent: str, article: str) -> Annotation:
    day, reason = _parts(DATED, entry.withdrawn)
    quote = tuple(map(_selector, entry.quote))
    codes, tags, aliases = tuple(entry.codes.items()), tuple(entry.tags), tuple(entry.aliases)
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
        updates=tuple(entry.updates.items()),
        withdrawn=reason,
        withdrawn_date=day,
        note=entry.note,
        unsure=entry.unsure,
        parent=parent,
        to=_answered(entry, parent, article),
        relation=entry.relation if isinstance(entry, AnswerEntry) else "answers",
        repeats=_whole(entry.repeats, article) if isinstance(entry, ClaimEntry) and entry.repeats else "",
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
        return tuple(dict.fromkeys(_whole(ref, article) for ref in entry.to))
    return (f"{article}#{parent}",) if parent else ()


def _whole(ref: str, article: str) -> str:
    return ref if "#" in ref else f"{article}#{ref}"


def _citation(cited: str | SourceEntry) -> Citation:
    if isinstance(cited, SourceEntry):
        return Citation(source_of("", cited))
    name, locator = _parts(CITED, cited)
    return Citation(Source(url=name) if ":" in name else name, locator)


# ── where quotes are written ─────────────────────────────────────────────────────────────────────────────────────


def _quote_sources(text: YamlText, key: Scalar, value: Node) -> list[QuoteSource]:
    if isinstance(value, SequenceNode):
        leads = [None if value.flow else _dash(text, item) for item in value.items]
        return [_quote_source(text, item, item.start, lead) for item, lead in zip(value.items, leads, strict=True)]
    return [_quote_source(text, value, key.start, _key_lead(text, key))]


def _quote_source(text: YamlText, value: Node, start: int, lead: str | None) -> QuoteSource:
    end = end_of(text, value)
    behind = text.text[end : text.line_end(end)].lstrip()
    alone = lead is not None and (not behind or behind.startswith("#"))
    first, last = text.line_number(start), text.line_number(max(start, end))
    return QuoteSource(text.location(value.start), first, last, lead if alone else None)


def _key_lead(text: YamlText, key: Scalar) -> str | None:
    lead = text.text[text.line_start(key.start) : key.end]
    return f"{lead}: " if re.fullmatch(r"\s*\S+", lead) else None


def _dash(text: YamlText, item: Node) -> str | None:
    lead = text.text[text.line_start(item.start) : item.start]
    return lead if re.fullmatch(r" *- +", lead) else None


# ── what can be wrong ────────────────────────────────────────────────────────────────────────────────────────────


def _twice(at: Location, name: str, first_line: int) -> Diagnostic:
    return Diagnostic.of(
        "duplicate-id",
        at,
        f"The id “{name}” stands twice in this article: the first is in line {first_line}.",
        step="give one of the two another id; claims, counter-points and notes share their ids",
    )


def _not_local(text: YamlText, speaker: Scalar, key: Scalar) -> Diagnostic:
    return Diagnostic.of(
        "speaker-local",
        text.location(key.start),
        f"The entry of a shared speaker sets `role` and `organization` only, for this article, and not `{key.text}`.",
        step=f"move `{key.text}` to “{speaker.text}” in content/speakers.yaml; for a new speaker add `name: …` here",
    )


def _empty(text: YamlText, key: Scalar, value: Node) -> Diagnostic:
    return Diagnostic.of(
        "quote-empty" if key.text == "quote" else "missing-key",
        text.location(key.start),
        f"`{key.text}` has nothing behind it.",
        step=f"write the words behind `{key.text}:`, or remove the line",
        paste=text.without_lines(key.start, max(key.start, end_of(text, value))) if _key_lead(text, key) else None,
    )


def _is_cut_off(text: YamlText, node: Node) -> bool:
    return text.text[node.end : text.line_end(node.end)].lstrip().startswith("#")


def _quotes_in_brackets(text: YamlText, key: Scalar, value: Node) -> Diagnostic:
    return Diagnostic.of(
        "quote-list",
        text.location(value.start),
        "In brackets every comma parts two quotes, also one inside a sentence.",
        step="write each passage in a line of its own, behind a dash, and see that none was cut in two",
        paste=_as_lines(text, key, value),
    )


def _as_lines(text: YamlText, key: Scalar, value: Node) -> Paste | None:
    source = _quote_source(text, value, key.start, _key_lead(text, key))
    items = [item.text for item in value.items if isinstance(item, Scalar)] if isinstance(value, SequenceNode) else []
    if source.lead is None or not items or len(items) != len(value.items if isinstance(value, SequenceNode) else ()):
        return None
    if len(items) == 1:
        return source.paste(items[0])
    indent = source.lead[: len(source.lead) - len(source.lead.lstrip())]
    lines = [line for item in items for line in written(f"{indent}  - ", item)]
    return Paste(source.first_line, source.last_line, (source.lead.rstrip(), *lines))
