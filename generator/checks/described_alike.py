"""Checks for speakers, and for sources, that are described alike: one of two was copied, or both are one."""

from __future__ import annotations

from generator import urls
from generator.checks.scope import ArchiveScope, Problems
from generator.checks.traits import Described, Filed
from generator.diagnostics import Diagnostic, Location, listed, short
from generator.linking.names_had import DESCRIBES
from generator.model import Source, Speaker


def speakers_described_alike(scope: ArchiveScope) -> Problems:
    """Speakers with the name, or the Wikidata item, of another one. Two people may have one name."""
    by_item: dict[str, Speaker] = {}
    by_name: dict[str, Speaker] = {}
    for speaker in scope.speakers.values():
        other = by_item.setdefault(speaker.wikidata, speaker) if speaker.wikidata else speaker
        namesake = by_name.setdefault(urls.folded(speaker.name), speaker)
        if other is not speaker:
            shared = [f"the Wikidata item {short(other.wikidata)}"]
            yield _speakers_alike(scope, speaker, other, [f"the name “{short(speaker.name)}”", *shared])
        elif namesake is not speaker and not _are_told_apart(speaker, namesake):
            problem = _speakers_alike(scope, speaker, namesake, [f"the name “{short(speaker.name)}”"])
            are_shared = {speaker.id, namesake.id} <= scope.registry.speakers.keys()
            yield problem if are_shared and not _differ(speaker, namesake) else problem.with_severity("notice")


def _are_told_apart(one: Speaker, other: Speaker) -> bool:
    return bool(one.wikidata and other.wikidata)


def _differ(one: Speaker, other: Speaker) -> bool:
    """Whether two people with one name have other parts in the world."""
    return (one.kind, one.role, one.organization, one.roles) != (
        other.kind,
        other.role,
        other.organization,
        other.roles,
    )


def _speakers_alike(scope: ArchiveScope, speaker: Speaker, other: Speaker, shared: list[str]) -> Diagnostic:
    if urls.folded(speaker.name) != urls.folded(other.name):
        shared = shared[1:]
    at, there = _at(scope, speaker), _at(scope, other)
    message = f"Speaker “{speaker.id}” has {listed(shared)}, as “{other.id}” (`{there}`) does."
    step = "Correct what was copied along, or keep one of the two if they are one."
    return Diagnostic.of("speakers-alike", at, message, step=step)


def _at(scope: ArchiveScope, speaker: Speaker) -> Location:
    if speaker.id in scope.registry.speakers:
        return scope.at_speaker(speaker.id)
    having = scope.table.having(DESCRIBES, [speaker.id])
    described = {id for id, one in scope.table.of(Described, having).items() if speaker.id in one.ids}
    filed = scope.table.of(Filed, described).values()
    owner = next((article for article in filed if scope.settings.drafts or not article.draft), None)
    return scope.at(owner, f"speakers/{speaker.id}") if owner else scope.at_speaker(speaker.id)


def sources_described_alike(scope: ArchiveScope) -> Problems:
    """Shared sources with the address of another one. With another title it may be meant."""
    by_address: dict[str, Source] = {}
    for source in scope.registry.sources.values():
        address = urls.bare_address(source.url)
        other = by_address.setdefault(address, source)
        if other is source or "/" not in address:  # without a path it is that of a whole site
            continue
        at, there = scope.at_source(source.id), scope.at_source(other.id)
        is_one = urls.folded(source.title) == urls.folded(other.title)
        shared = "the title and the address" if is_one else "the address"
        message = f"Source “{source.id}” has {shared} of “{other.id}” (`{there}`)."
        step = "Correct what was copied along, or keep one of the two if they are one."
        problem = Diagnostic.of("sources-alike", at, message, step=step)
        yield problem if is_one else problem.with_severity("notice")
