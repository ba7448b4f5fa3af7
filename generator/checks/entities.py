"""Checks that speakers, organizations, sources and verdicts are known, and described only once."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache, cached_property, partial

from generator import urls
from generator.checks.known_speakers import KnownSpeakers
from generator.checks.scope import ArchiveScope, Basis, LazyLocation, Problems, Scope
from generator.checks.traits import Described, Outline
from generator.checks.wording import did_you_mean, kind_and_id, quoted_list, replacement
from generator.diagnostics import Diagnostic, Location, Paste, capitalized, short
from generator.formats.settings import BUILT_IN_VERDICTS
from generator.formats.synonyms import verdicts_meant
from generator.linking.names_had import DESCRIBES
from generator.model import (
    EDITORS,
    OUTLET,
    RESERVED_VOICES,
    Annotation,
    Citation,
    Source,
    Speaker,
    SpeakerRef,
    Verdict,
)
from generator.text import MOST_NEAREST, only_misspelt
from generator.values import replace
from generator.yaml_text.tree import in_flow

_DESCRIBE = "describe the speaker under `speakers:` here or in `content/speakers.yaml`"


# ── speakers ─────────────────────────────────────────────────────────────────────────────────────────────────────


def unknown_speakers(scope: Scope) -> Iterator[tuple[str, Diagnostic]]:
    """Annotations, and sidecar entries without a name, whose speaker is not described anywhere: the name with its
    problem, for `unknown_names.gathered`."""
    meant = cache(lambda: KnownSpeakers(scope.others.speakers(), (OUTLET, EDITORS)))
    unreadable = _Unreadable(scope)
    for article in scope.articles:
        entries = {entry.id for entry in article.speakers}
        for placed in article.annotations:
            for field, who in _voices(placed.annotation):
                known = who.id in scope.symbols.speakers or who.id in entries
                if not known and who.id not in unreadable:
                    at = scope.at(article, f"{placed.id}/{field}")
                    subject = capitalized(kind_and_id(placed.annotation))
                    message = f"{subject} names an unknown speaker, “{short(who.id)}”."
                    problem = _unknown_speaker(scope, meant(), "unknown-speaker", at, who.id, message, _DESCRIBE)
                    yield who.id, problem
        for entry in article.speakers:
            if entry.speaker is None and entry.id not in scope.symbols.speakers and entry.id not in unreadable:
                message = f"“{entry.id}” is an unknown speaker, and this entry doesn't describe one."
                at = scope.at(article, f"speakers/{entry.id}")
                otherwise = "give the entry a `name`"
                problem = _unknown_speaker(scope, meant(), "unknown-speaker", at, entry.id, message, otherwise)
                yield entry.id, problem


def _voices(annotation: Annotation) -> Iterator[tuple[str, SpeakerRef]]:
    voices = (("speaker", annotation.speaker), *((f"via/{n}", who) for n, who in enumerate(annotation.via)))
    return ((field, who) for field, who in voices if who.id and who.id not in RESERVED_VOICES)


class _Unreadable:
    """The speakers that may be described where it could not be read. That error is already reported."""

    def __init__(self, scope: Scope) -> None:
        self._scope = scope

    def __contains__(self, id: str) -> bool:
        return self._scope.is_broken("speakers", id) or f"speakers/{id}" in self._in_sidecars

    @cached_property
    def _in_sidecars(self) -> frozenset[str]:
        return frozenset(id for article in self._scope.symbols.published for id in article.left_out if "/" in id)


def _unknown_speaker(
    scope: Basis, known: KnownSpeakers, code: str, at: Location, written: str, message: str, otherwise: str
) -> Diagnostic:
    meant = known.meant(written)
    if written.casefold().strip(" .-") in _NO_NAMES and not meant:
        step = "Write `{unnamed: …}` with the outlet's words for the speaker, as in `{unnamed: a senior official}`."
        return Diagnostic.of(code, at, message, step=step)
    if len(meant) > 1:
        step = f"Write {' or '.join(f'`{id}`' for id in meant)}, whichever you mean, or {otherwise}."
        return Diagnostic.of(code, at, message, details=[_who(known, id) for id in meant], step=step)
    nearest = "".join(meant)
    return Diagnostic.of(
        code,
        at,
        message,
        step=did_you_mean(nearest, otherwise),
        paste=replacement(scope, at, written, nearest) if nearest else None,
    )


_NO_NAMES = frozenset({"unnamed", "anonymous", "unknown", "unidentified", "anon", "n/a", "?"})


def _who(known_speakers: KnownSpeakers, id: str) -> str:
    speaker = known_speakers[id]
    known = f"{speaker.name}, {speaker.role}".rstrip(", ") if speaker else "the outlet's own voice"
    return f"`{id}`: {known if speaker or id == OUTLET else 'the editors of the archive'}"


def unknown_organizations(scope: ArchiveScope) -> Problems:
    """Values of `organization` of shared speakers that are not the id of a speaker."""
    known = KnownSpeakers(scope.speakers)
    for speaker in scope.registry.speakers.values():
        for key, organization in _organizations_of(speaker):
            if organization and organization not in scope.speakers and not _is_unreadable(scope, organization):
                yield _unknown_organization(scope, known, scope.at_speaker(speaker.id, key), organization)


def _is_unreadable(scope: ArchiveScope, id: str) -> bool:
    """As `_Unreadable` says."""
    outlines = scope.table.of(Outline, scope.table.having(DESCRIBES, [id])).values()
    shown = (one.facts for one in outlines if scope.settings.drafts or not one.facts.front.draft)
    return scope.is_broken("speakers", id) or any(f"speakers/{id}" in facts.left_out for facts in shown)


def unknown_organizations_in_sidecars(scope: Scope) -> Problems:
    """The same, of speakers in sidecars."""
    known, unreadable = cache(lambda: KnownSpeakers(scope.others.speakers())), _Unreadable(scope)
    for place, organization in _organizations(scope):
        if organization and organization not in scope.symbols.speakers and organization not in unreadable:
            yield _unknown_organization(scope, known(), place(), organization)


def _unknown_organization(scope: Basis, known: KnownSpeakers, at: Location, organization: str) -> Diagnostic:
    message = f"`organization` names an unknown speaker, “{short(organization)}”."
    otherwise = "describe it as a speaker with `kind: organization` and write its id here"
    return _unknown_speaker(scope, known, "unknown-organization", at, organization, message, otherwise)


def _organizations(scope: Scope) -> Iterator[tuple[LazyLocation, str]]:
    for article in scope.articles:
        for entry in article.speakers:
            own = _organizations_of(entry.speaker) if entry.speaker else [("organization", entry.organization)]
            for key, organization in own:
                yield partial(scope.at, article, f"speakers/{entry.id}/{key}"), organization


def _organizations_of(speaker: Speaker) -> list[tuple[str, str]]:
    roles = ((f"roles/{n}/organization", role.organization) for n, role in enumerate(speaker.roles))
    return [("organization", speaker.organization), *roles]


def speakers_described_though_shared(scope: Scope) -> Problems:
    """Sidecars that describe a shared speaker."""
    for article in scope.articles:
        for entry in article.speakers:
            if entry.speaker and entry.id in scope.registry.speakers:
                yield _described_though_shared(scope, entry.speaker, scope.at(article, f"speakers/{entry.id}"))


def speakers_described_twice(scope: ArchiveScope) -> Problems:
    """Sidecars that describe a speaker differently from an earlier sidecar."""
    first: dict[str, tuple[Speaker, LazyLocation]] = {}
    for article, described in scope.published(Described):
        for entry in described.entries:
            if not entry.speaker or entry.id in scope.registry.speakers:
                continue
            place = partial(scope.at, article, f"speakers/{entry.id}")
            other, there = first.setdefault(entry.id, (entry.speaker, place))
            if other != entry.speaker:
                yield _described_otherwise(entry.speaker, place(), other, there())


def _described_though_shared(scope: Scope, speaker: Speaker, at: Location) -> Diagnostic:
    there = scope.at_speaker(speaker.id)
    return Diagnostic.of(
        "speaker-shared",
        at,
        f"“{speaker.id}” is a shared speaker (`{there}`), so a sidecar may set only its `role` and `organization`.",
        step="Remove all but `role` and `organization`, or give a different speaker another id.",
    )


def _described_otherwise(speaker: Speaker, at: Location, other: Speaker, there: Location) -> Diagnostic:
    names = (name for name in speaker.__struct_fields__ if name != "path")
    different = [name for name in names if getattr(speaker, name) != getattr(other, name)]
    return Diagnostic.of(
        "speaker-twice",
        at,
        f"The descriptions of speaker “{speaker.id}” here and in `{there}` differ in {quoted_list(different)}.",
        step="Describe the speaker once, in `content/speakers.yaml`; sidecars may still set `role` and `organization`.",
    )


# ── sources, verdicts ────────────────────────────────────────────────────────────────────────────────────────────


def unknown_sources(scope: Scope) -> Iterator[tuple[str, Diagnostic]]:
    """Citations of a source that is not described anywhere: its name with the problem, for `unknown_names.gathered`."""
    known = _KnownSources(scope.symbols.sources)
    for article, annotation in scope.annotations():
        for n, cited in enumerate(annotation.sources):
            if not isinstance(cited.source, str) or cited.source in scope.symbols.sources:
                continue
            if not scope.is_broken("sources", cited.source):
                at = scope.at(article, f"{annotation.id}/sources/{n}")
                written, meant = known.meant(cited)
                problem = Diagnostic.of(
                    "unknown-source",
                    at,
                    f"{capitalized(kind_and_id(annotation))} cites an unknown source, “{short(written)}”.",
                    step=did_you_mean(meant, _DESCRIBE_SOURCE),
                    paste=replacement(scope, at, written, meant) if meant else None,
                )
                yield cited.source, problem


def addresses_of_known_sources(scope: Scope) -> Problems:
    """Citations by an address that a described source has, with a title or without: its page doesn't list them."""
    for article, annotation in scope.annotations():
        for n, cited in enumerate(annotation.sources):
            if isinstance(cited.source, str) or replace(cited.source, title="") != Source(url=cited.source.url):
                continue
            if id := scope.index.sources_by_address.get(urls.bare_address(cited.source.url)):
                at = scope.at(article, f"{annotation.id}/sources/{n}")
                yield Diagnostic.of(
                    "source-known",
                    at,
                    f"{capitalized(kind_and_id(annotation))} cites an address that is that of source `{id}`.",
                    step=f"Write `{id}`.",
                    paste=_instead_of_address(scope, at, cited.source, id),
                )


def _instead_of_address(scope: Scope, at: Location, source: Source, id: str) -> Paste | None:
    line = scope.line_of(at.path, at.line)
    written = f"{{title: {in_flow(source.title)}, url: {in_flow(source.url)}}}" if source.title else source.url
    if line is None or line.count(written, at.column - 1) != 1:
        return None
    return Paste(at.line, at.line, (line[: at.column - 1] + line[at.column - 1 :].replace(written, id),))


class _KnownSources:
    """The sources of a site, among which to find the one that a wrong citation may mean."""

    def __init__(self, sources: Mapping[str, Source]) -> None:
        self._sources = sources
        self._left = MOST_NEAREST

    def meant(self, cited: Citation) -> tuple[str, str]:
        """What is wrong in a citation, and the id to write in its place: by the title, else by the nearest id."""
        assert isinstance(cited.source, str)
        whole = f"{cited.source} {cited.locator}".strip()
        if self._left <= 0 or len(whole) > _LONGEST_TITLE:
            return cited.source, ""
        self._left -= 1
        if by_title := self._titled(urls.slug(whole)):
            return whole, by_title
        first = whole.split(" ")[0]
        if urls.slug(first) in self._sources:
            return first, urls.slug(first)
        written = first if "-" in first or "_" in first else cited.source
        return written, only_misspelt(urls.slug(written), self._sources)

    def _titled(self, title: str) -> str:
        """The source with a title, or the only one whose title begins with it; empty for none."""
        exact = [id for name, id in self._titles if name == title]
        begun = exact or [id for name, id in self._titles if name.startswith(f"{title}-")] * (title.count("-") > 1)
        return begun[0] if len(begun) == 1 else ""

    @cached_property
    def _titles(self) -> list[tuple[str, str]]:
        return [(urls.slug(one.title), id) for id, one in self._sources.items() if one.title]


_LONGEST_TITLE = 400
_DESCRIBE_SOURCE = (
    "describe the source in `content/sources.yaml` and write its id, or write it out here as `- title: …`"
)


def unknown_verdicts(scope: Scope) -> Problems:
    """Verdicts that are not in the site's vocabulary."""
    known = {verdict.key: verdict for verdict in scope.settings.verdicts}
    for article, annotation in scope.annotations():
        if annotation.verdict and annotation.verdict not in known:
            at = scope.at(article, f"{annotation.id}/verdict")
            by_label = {urls.slug(verdict.label): verdict.key for verdict in known.values()}
            label = by_label.get(urls.slug(annotation.verdict))
            meant = (label,) if label else _verdicts_meant(annotation.verdict, known)
            sure = _only(meant)
            shown = () if sure else meant or tuple(known)
            yield Diagnostic.of(
                "unknown-verdict",
                at,
                f"{capitalized(kind_and_id(annotation))} has an unknown verdict, “{short(annotation.verdict)}”.",
                details=[f"`{key}`: {known[key].definition or known[key].label}" for key in shown],
                step=did_you_mean(sure, "define it under `verdicts:` in `site.yaml`")
                if sure
                else "Write the one of these that you mean, or define yours under `verdicts:` in `site.yaml`.",
                paste=replacement(scope, at, annotation.verdict, sure) if sure else None,
            )


def _verdicts_meant(written: str, known: Mapping[str, Verdict]) -> tuple[str, ...]:
    """The verdicts that `written` may mean: by its meaning, where the site has kept the default vocabulary's; else as a
    misspelling."""
    kept = [verdict.key for verdict in BUILT_IN_VERDICTS if _means_the_same(known.get(verdict.key), verdict)]
    return verdicts_meant(written, kept, known)


def _means_the_same(one: Verdict | None, built_in: Verdict) -> bool:
    return one is not None and (one.label, one.definition) == (built_in.label, built_in.definition)


def _only(names: tuple[str, ...]) -> str:
    """The only one of several names; empty for none, or more."""
    return names[0] if len(names) == 1 else ""
