"""The shared speakers and sources: files of entries by id, each looked at alone; it knows no article."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Annotated, Literal, TypeVar

from pydantic import AfterValidator, Field, WithJsonSchema, model_validator

from generator.diagnostics import Diagnostic, Location
from generator.formats.fields import (
    Archived,
    Entry,
    FieldError,
    FullDate,
    Id,
    ImagePath,
    Language,
    PartialDate,
    Prose,
    ProseList,
    Url,
    archived_parts,
    id_from,
    identifier,
)
from generator.formats.validation import validate
from generator.model import RESERVED_VOICES, Registry, Role, Source, Speaker
from generator.yaml_text.document import Document, at_most, read_yaml
from generator.yaml_text.tree import MappingNode, Node, Scalar, YamlText, is_null, offsets

_ITEM = re.compile(r"Q[1-9][0-9]*")
_ITEM_ADDRESS = re.compile(r"(?:https?://(?:www\.|m\.)?wikidata\.org/(?:wiki|entity)/)?(Q[1-9][0-9]*)", re.IGNORECASE)


def wikidata_item(text: str) -> str:
    """The number of an item of Wikidata."""
    if _ITEM.fullmatch(text):
        return text
    match = _ITEM_ADDRESS.fullmatch(text)
    near = match[1].upper() if match else ""
    raise FieldError(
        "wrong-value",
        f"“{text}” is not the number of an item of Wikidata.",
        step=f"write `{near}`" if near else "write it with its Q: `Q83550`",
        mended=near,
    )


WikidataItem = Annotated[str, AfterValidator(wikidata_item), WithJsonSchema({"type": "string", "pattern": "^Q[0-9]+$"})]


class RoleEntry(Entry):
    title: Prose = Field(description="What somebody was.")
    organization: Id | None = Field(default=None, description="Where: the id of a speaker.")
    since: PartialDate = Field(default="", alias="from", description="The first day, month or year.")
    until: PartialDate = Field(default="", alias="to", description="The last day, month or year.")

    @model_validator(mode="after")
    def _ends_after_it_began(self) -> RoleEntry:
        if self.since and self.until and self.until < self.since[: len(self.until)]:
            raise FieldError("wrong-date", "This role ends before it begins.", step="look at `from` and `to`", at="to")
        return self


class LocalRoleEntry(Entry):
    """What a sidecar may say of a speaker that others name, too: the role in this article."""

    role: Prose = Field(default="", description="The role at the time.")
    organization: Id | None = Field(default=None, description="For whom, at the time: the id of a speaker.")


class SpeakerEntry(LocalRoleEntry):
    """Who can speak."""

    name: Prose = Field(description="The name as readers see it.")
    kind: Literal["person", "organization", "outlet", "group"] | None = Field(
        default=None, description="person, organization, outlet or group."
    )
    role: Prose = Field(default="", description="What somebody is, in a few words.")
    organization: Id | None = Field(default=None, description="For whom somebody speaks: the id of a speaker.")
    roles: list[RoleEntry] = Field(default_factory=list, description="Roles, dated: [{title, organization, from, to}].")
    description: Prose = Field(default="", description="Who it is, in Markdown.")
    names: dict[Language, Prose] = Field(default_factory=dict, description="The name in other languages: {ru: …}.")
    also: ProseList = Field(default_factory=list, description="Other spellings.")
    url: Url = Field(default="", description="The speaker's own address.")
    wikidata: WikidataItem = Field(default="", description="The number of the item of Wikidata: Q83550.")
    image: ImagePath = Field(default="", description="The path of a picture, as seen from this file.")


class SourceEntry(Entry):
    """A piece of evidence."""

    title: Prose = Field(default="", description="The title. A source has a title or an address.")
    url: Url = Field(default="", description="The address.")
    archived: Archived | None = Field(default=None, description="An archived copy: its address, or {url, date}.")
    publisher: Prose = Field(default="", description="Who published it.")
    authors: ProseList = Field(default_factory=list, description="Who wrote it.")
    date: PartialDate = Field(default="", description="The day, month or year of publication.")
    accessed: FullDate = Field(default="", description="The day it was looked at.")
    kind: Literal["primary", "secondary"] | None = Field(default=None, description="primary or secondary.")
    language: Language = Field(default="", description="Its language (BCP 47).")
    excerpt: Prose = Field(default="", description="The words that matter.")

    @model_validator(mode="after")
    def _can_be_found(self) -> SourceEntry:
        if not self.title and not self.url:
            raise FieldError(
                "missing-key", "A source has a title or an address, and this one has neither.",
                step="add `title: …` or `url: …`",
            )  # fmt: skip
        return self


def speaker_of(speaker_id: str, entry: SpeakerEntry, path: str) -> Speaker:
    """The speaker that an entry of the file `path` describes."""
    return Speaker(
        id=speaker_id,
        name=entry.name,
        kind=entry.kind or "",
        role=entry.role,
        organization=entry.organization or "",
        roles=tuple(Role(r.title, r.organization or "", r.since, r.until) for r in entry.roles),
        description=entry.description,
        names=tuple(entry.names.items()),
        also=tuple(entry.also),
        url=entry.url,
        wikidata=entry.wikidata,
        image=entry.image,
        path=path,
    )


def source_of(source_id: str, entry: SourceEntry) -> Source:
    """A source; `source_id` is empty for one that is written out where it is cited."""
    archived, archived_date = archived_parts(entry.archived)
    return Source(
        id=source_id,
        title=entry.title,
        url=entry.url,
        archived=archived,
        archived_date=archived_date,
        publisher=entry.publisher,
        authors=tuple(entry.authors),
        date=entry.date,
        accessed=entry.accessed,
        kind=entry.kind or "",
        language=entry.language,
        excerpt=entry.excerpt,
    )


# ── reading ──────────────────────────────────────────────────────────────────────────────────────────────────────

E = TypeVar("E", bound=Entry)


def read_registry(
    speaker_files: Iterable[tuple[str, bytes]], source_files: Iterable[tuple[str, bytes]]
) -> tuple[Registry, list[Diagnostic]]:
    """All speakers and sources of files given as (path, bytes), in that order; and what is wrong with them."""
    found: list[Diagnostic] = []
    locations: dict[str, Location] = {}
    speakers = _entries(speaker_files, "speakers", "a speaker", SpeakerEntry, found, locations)
    sources = _entries(source_files, "sources", "a source", SourceEntry, found, locations)
    registry = Registry(
        {name: speaker_of(name, entry, locations[f"speakers/{name}"].path) for name, entry in speakers.items()},
        {name: source_of(name, entry) for name, entry in sources.items()},
        locations,
    )
    return registry, found


def _entries(
    files: Iterable[tuple[str, bytes]],
    kind: str,
    what: str,
    model: type[E],
    found: list[Diagnostic],
    locations: dict[str, Location],
) -> dict[str, E]:
    """The valid entries of all files by id; the first of two with one id stands."""
    entries: dict[str, E] = {}
    first: dict[str, Location] = {}
    for path, data in files:
        document = read_yaml(data, path)
        problems = [*document.diagnostics, *_not_a_mapping(document, kind)]
        for name, key, node in _named(document.root):
            at = document.text.location(key.start)
            wrong_id = wrong_entry_id(document.text, key, what) or _taken(name, at, first)
            entry, wrong = validate(document.text, node, model, what, key)
            problems += document.trusted([*([wrong_id] if wrong_id else []), *wrong])
            if wrong_id:
                continue
            first[name] = at
            locations[f"{kind}/{name}"] = at
            locations.update((path, document.text.location(n)) for path, n in offsets(node, f"{kind}/{name}/"))
            if entry and not document.broken:
                entries[name] = entry
        found += at_most(problems)
    return entries


def _named(root: Node | None) -> Iterator[tuple[str, Scalar, Node]]:
    if isinstance(root, MappingNode):
        yield from ((name, key, node) for name, (key, node) in root.entries.items())


def _not_a_mapping(document: Document, kind: str) -> Iterator[Diagnostic]:
    root = document.root
    if root is not None and not isinstance(root, MappingNode) and not is_null(root):
        at = document.text.location(root.start)
        message = f"A file of {kind} is a mapping: each entry stands under its id."
        yield Diagnostic.of("wrong-shape", at, message, step="write `an-id:` and indent the entry below it")


def wrong_entry_id(text: YamlText, key: Scalar, what: str) -> Diagnostic | None:
    """What is wrong with the id of a speaker or source, if anything."""
    at = text.location(key.start)
    if what == "a speaker" and key.text in RESERVED_VOICES:
        whose = "the article's own voice" if key.text == "outlet" else "the editors of the archive"
        return Diagnostic.of(
            "wrong-id", at, f"The id “{key.text}” is taken: it means {whose}.", step="choose another id"
        )
    try:
        identifier(key.text)
    except FieldError as problem:
        near = id_from(key.text)
        paste = text.replaced(key.start, key.end, near) if near and near not in RESERVED_VOICES else None
        return Diagnostic.of("wrong-id", at, problem.message, step=problem.step, paste=paste)
    return None


def _taken(name: str, at: Location, first: dict[str, Location]) -> Diagnostic | None:
    if name not in first:
        return None
    return Diagnostic.of(
        "duplicate-id",
        at,
        f"The id “{name}” stands twice: the first is at {first[name]}.",
        step="put the two entries together, or give this one another id",
    )
