"""Reads the files of shared speakers and sources, whose entries are keyed by id. Knows no article."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Annotated, Literal, TypeVar

from pydantic import AfterValidator, Field, WithJsonSchema, model_validator

from generator.diagnostics import Diagnostic, Location
from generator.formats.entry_ids import wrong_entry_id
from generator.formats.fields import (
    Aliases,
    Archived,
    Entry,
    FieldError,
    FullDate,
    ImagePath,
    Language,
    PartialDate,
    Prose,
    ProseList,
    SpeakerId,
    Url,
    archived_parts,
    id_from,
)
from generator.formats.joined_texts import People
from generator.formats.listed_entries import entries_at_the_margin
from generator.formats.validation import validate
from generator.model import RESERVED_VOICES, Registry, Role, Source, Speaker
from generator.yaml_text.document import Document, at_most, read_yaml
from generator.yaml_text.structure import restructured
from generator.yaml_text.tree import MappingNode, Node, Scalar, YamlText, is_null, offsets

_ITEM = re.compile(r"Q[1-9][0-9]*")
_ITEM_ADDRESS = re.compile(r"(?:https?://(?:www\.|m\.)?wikidata\.org/(?:wiki|entity)/)?(Q[1-9][0-9]*)", re.IGNORECASE)


def wikidata_item(text: str) -> str:
    """Returns the id of a Wikidata item, such as `Q83550`. Raises `FieldError` for any other text."""
    if _ITEM.fullmatch(text):
        return text
    match = _ITEM_ADDRESS.fullmatch(text)
    near = match[1].upper() if match else ""
    raise FieldError(
        "wrong-value",
        f"“{text}” is not the id of a Wikidata item.",
        step=f"Write `{near}`." if near else "Write the id with its letter Q, as in `Q83550`.",
        mended=near,
    )


WikidataItem = Annotated[str, AfterValidator(wikidata_item), WithJsonSchema({"type": "string", "pattern": "^Q[0-9]+$"})]


def former_voice(text: str) -> str:
    """Returns a former id of a speaker unchanged. Raises `FieldError` for one that has a meaning of its own."""
    if text in RESERVED_VOICES:
        raise FieldError("wrong-id", f"The id “{text}” is reserved, and was no speaker's.", step="Remove it.")
    return text


FormerVoices = Annotated[Aliases, AfterValidator(lambda ids: list(map(former_voice, ids)))]


class RoleEntry(Entry):
    """A role that a speaker held for a time."""

    title: Prose = Field(description="The name of the role.")
    organization: SpeakerId | None = Field(default=None, description="The organization: the id of a speaker.")
    since: PartialDate = Field(default="", alias="from", description="The first date, month or year.")
    until: PartialDate = Field(default="", alias="to", description="The last date, month or year.")

    @model_validator(mode="after")
    def _ends_after_it_began(self) -> RoleEntry:
        if self.since and self.until and self.until < self.since[: len(self.until)]:
            raise FieldError("wrong-date", "This role ends before it begins.", step="Correct `from` or `to`.", at="to")
        return self


class LocalRoleEntry(Entry):
    """A shared speaker in a sidecar: the role in this article."""

    role: Prose = Field(default="", description="The role at the time.")
    organization: SpeakerId | None = Field(
        default=None, description="The organization at the time: the id of a speaker."
    )


class SpeakerEntry(LocalRoleEntry):
    """A person, an organization, an outlet or a group that makes claims."""

    name: Prose = Field(description="The name that readers see.")
    short: Prose = Field(default="", description="The name where there is little room, as beside the text.")
    kind: Literal["person", "organization", "outlet", "group"] | None = Field(
        default=None, description="person, organization, outlet or group."
    )
    role: Prose = Field(default="", description="The role, in a few words.")
    organization: SpeakerId | None = Field(default=None, description="The organization: the id of a speaker.")
    roles: list[RoleEntry] = Field(default_factory=list, description="Roles, dated: [{title, organization, from, to}].")
    description: Prose = Field(default="", description="A description, in Markdown.")
    names: dict[Language, Prose] = Field(default_factory=dict, description="The name in other languages: {ru: …}.")
    also: ProseList = Field(default_factory=list, description="Other spellings.")
    url: Url = Field(default="", description="The address of the speaker's own website.")
    wikidata: WikidataItem = Field(default="", description="The id of the Wikidata item, as in Q83550.")
    image: ImagePath = Field(default="", description="The path of an image, relative to this file.")
    aliases: FormerVoices = Field(default_factory=list, description="Former ids, the oldest first; they lead on.")


class SourceEntry(Entry):
    """A piece of evidence."""

    title: Prose = Field(default="", description="The title. A source has a title or an address.")
    url: Url = Field(default="", description="The address.")
    archived: Archived | None = Field(default=None, description="An archived copy: its address, or {url, date}.")
    publisher: Prose = Field(default="", description="Who published it: the id of a speaker, or a name.")
    authors: People = Field(default_factory=list, description="The authors.")
    date: PartialDate = Field(default="", description="The date, month or year of publication.")
    accessed: FullDate = Field(default="", description="The date on which it was consulted.")
    kind: Literal["primary", "secondary"] | None = Field(default=None, description="primary or secondary.")
    language: Language = Field(default="", description="Its language (BCP 47).")
    excerpt: Prose = Field(default="", description="The relevant passage.")

    @model_validator(mode="after")
    def _can_be_found(self) -> SourceEntry:
        if not self.title and not self.url:
            raise FieldError(
                "missing-key", "This source has neither `title` nor `url`.", step="Add `title: …` or `url: …`.",
            )  # fmt: skip
        return self


class SharedSourceEntry(SourceEntry):
    """A source with an id of its own, cited by that."""

    aliases: Aliases = Field(default_factory=list, description="Former ids, the oldest first; they lead on.")


def speaker_of(speaker_id: str, entry: SpeakerEntry, path: str) -> Speaker:
    """Builds the speaker from an entry of the file `path`."""
    return Speaker(
        id=speaker_id,
        name=entry.name,
        short=entry.short,
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
        aliases=tuple(entry.aliases),
        path=path,
    )


def source_of(source_id: str, entry: SourceEntry) -> Source:
    """Builds the source from its entry; `source_id` is empty for a source written out where it is cited."""
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
        aliases=tuple(entry.aliases) if isinstance(entry, SharedSourceEntry) else (),
    )


# ── reading ──────────────────────────────────────────────────────────────────────────────────────────────────────────

_E = TypeVar("_E", bound=Entry)


def read_registry(
    speaker_files: Iterable[tuple[str, bytes]], source_files: Iterable[tuple[str, bytes]]
) -> tuple[Registry, list[Diagnostic]]:
    """Reads the files, given as (path, bytes): the registry of all valid entries, and all problems. Never raises."""
    problems: list[Diagnostic] = []
    locations: dict[str, Location] = {}
    speakers = _entries(speaker_files, "speakers", "a speaker", SpeakerEntry, problems, locations)
    sources = _entries(source_files, "sources", "a source", SharedSourceEntry, problems, locations)
    registry = Registry(
        {name: speaker_of(name, entry, locations[f"speakers/{name}"].path) for name, entry in speakers.items()},
        {name: source_of(name, entry) for name, entry in sources.items()},
        locations,
    )
    return registry, problems


def _entries(
    files: Iterable[tuple[str, bytes]],
    kind: str,
    what: str,
    model: type[_E],
    problems: list[Diagnostic],
    locations: dict[str, Location],
) -> dict[str, _E]:
    """The valid entries of all files, keyed by id; of two with the same id the first is kept.

    Adds problems to `problems` and positions to `locations`: under `<kind>:` that of a file that could not be read.
    """

    def judge(text: YamlText, root: Node | None) -> list[Diagnostic]:
        return [
            *_not_a_mapping(Document(text, root), kind),
            *(
                problem
                for _, key, node in _named(root)
                for problem in (wrong_entry_id(text, key, what), *validate(text, node, model, what, key)[1])
                if problem
            ),
        ]

    entries: dict[str, _E] = {}
    first: dict[str, Location] = {}
    for path, data in files:
        document = read_yaml(data, path, judge)
        document = restructured(document, None, judge, entries_at_the_margin) or document
        of_file = [*document.diagnostics, *_not_a_mapping(document, kind)]
        if of_file and (document.unsettled or not isinstance(document.root, MappingNode)):
            locations[f"{kind}:"] = Location(path)
        for name, key, node in _named(document.root):
            at = document.text.location(key.start)
            wrong_id = wrong_entry_id(document.text, key, what) or _duplicate_id(name, at, first)
            entry, wrong = validate(document.text, node, model, what, key)
            of_file += document.trusted([*([wrong_id] if wrong_id else []), *wrong])
            if wrong_id:
                locations.setdefault(f"{kind}/{id_from(name)}", at)  # what refers to it waits
                continue
            first[name] = at
            locations[f"{kind}/{name}"] = at
            locations.update((path, document.text.location(n)) for path, n in offsets(node, f"{kind}/{name}/"))
            if entry and not document.broken:
                entries[name] = entry
        problems += at_most(of_file)
    return entries


def _named(root: Node | None) -> Iterator[tuple[str, Scalar, Node]]:
    if isinstance(root, MappingNode):
        yield from ((name, key, node) for name, (key, node) in root.entries.items())


def _not_a_mapping(document: Document, kind: str) -> Iterator[Diagnostic]:
    root = document.root
    if root is not None and not isinstance(root, MappingNode) and not is_null(root):
        at = document.text.location(root.start)
        message = f"A file of {kind} must be a mapping of ids to entries."
        yield Diagnostic.of("wrong-shape", at, message, step="Write `an-id:` and indent the entry below it.")


def _duplicate_id(name: str, at: Location, first: dict[str, Location]) -> Diagnostic | None:
    if name not in first:
        return None
    return Diagnostic.of(
        "duplicate-id",
        at,
        f"Duplicate id “{name}” (first used at `{first[name]}`).",
        step="Merge the two entries, or give this one another id.",
    )
