"""Runs all checks over the facts of a whole archive. It changes nothing.

A check is a function from a `Scope` to diagnostics; `CHECKS` lists them. What a check reports, `linking.link` leaves
out of the archive: both resolve names through the same `Symbols`.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping

from generator.checks.calendars import other_calendars
from generator.checks.clashing_names import (
    clashing_ids,
    publishers_spelled_differently,
    tags_spelled_differently,
    taken_names,
)
from generator.checks.coding import missing_codes, unknown_codes
from generator.checks.copied_articles import quotes_of_another, texts_of_another
from generator.checks.described_alike import sources_described_alike, speakers_described_alike
from generator.checks.disagreeing_dates import disagreeing_dates
from generator.checks.entities import (
    addresses_of_known_sources,
    speakers_described_twice,
    unknown_organizations,
    unknown_sources,
    unknown_speakers,
    unknown_verdicts,
)
from generator.checks.featured import featured_to_nothing
from generator.checks.former_names import former_names, former_tags
from generator.checks.house_rules import house_rules
from generator.checks.html_entities import html_entities
from generator.checks.judgements import archived_before_publication, passages_marked_twice, rated_before_publication
from generator.checks.languages import texts_in_another_script
from generator.checks.limits import too_many_former_addresses, too_many_former_names, too_many_tags
from generator.checks.links import broken_links, speakers_texts
from generator.checks.placeholders import words_for_editors
from generator.checks.publishers import (
    addresses_of_other_outlets,
    outlets_without_publisher,
    publishers_that_are_speakers,
)
from generator.checks.references import circles, repeats_with_something_of_their_own, unusable_references
from generator.checks.said_later import said_later
from generator.checks.scope import Problems, Scope
from generator.checks.site import doubts, navigation_to_nothing, site_without_address
from generator.checks.unused import unlinked_data, unused_sources, unused_speakers
from generator.checks.voices import corrected_by_another, known_but_unnamed, passed_on_by_the_speaker
from generator.diagnostics import Diagnostic, Location, SourceLine, in_order
from generator.linking.symbols import Symbols, symbols_of
from generator.model import (
    ArticleFacts,
    PageFacts,
    Registry,
    Settings,
)


def check_archive(
    *,
    facts: Iterable[ArticleFacts],
    registry: Registry,
    settings: Settings,
    pages: Iterable[PageFacts] = (),
    locations: Mapping[str, Mapping[str, Location]] | None = None,
    settings_locations: Mapping[str, Location] | None = None,
    files: Collection[str] = frozenset(),
    copied: Mapping[str, str] | None = None,
    unreadable: Collection[str] = frozenset(),
    line_of: SourceLine = lambda path, line: None,
    symbols: Symbols | None = None,
) -> list[Diagnostic]:
    """All problems across articles, sorted by location.

    `files` are the output paths of copied files, `copied` their paths in the site; `unreadable` are the ids of
    articles, and `pages/<id>`, whose front
    matter could not be read. `symbols` are those of these facts, computed here if not given. `Scope` describes
    the other arguments.
    """
    facts = list(facts)
    symbols = symbols or symbols_of(facts, registry, settings)
    pages = sorted(pages, key=lambda page: page.id)
    scope = Scope(
        articles=tuple(symbols.published),
        registry=symbols.present.of_registry(registry),
        settings=settings,
        pages=tuple(page for page in pages if settings.drafts or not page.draft),
        draft_pages=tuple(page for page in pages if page.draft and not settings.drafts),
        locations={} if locations is None else locations,
        settings_locations=settings_locations or {},
        files=frozenset(files),
        unreadable=frozenset(unreadable),
        symbols=symbols,
        line_of=line_of,
        copied=copied or {},
        as_written=tuple(sorted((one for one in facts if one.id not in symbols.drafts), key=lambda one: one.id)),
        registry_as_written=registry,
    )
    return in_order(problem for one in CHECKS for problem in one(scope))


CHECKS: tuple[Callable[[Scope], Problems], ...] = (
    quotes_of_another,
    texts_of_another,
    unknown_speakers,
    unknown_organizations,
    speakers_described_twice,
    speakers_described_alike,
    sources_described_alike,
    unknown_sources,
    addresses_of_known_sources,
    unknown_verdicts,
    unknown_codes,
    missing_codes,
    unusable_references,
    former_names,
    former_tags,
    circles,
    repeats_with_something_of_their_own,
    clashing_ids,
    taken_names,
    tags_spelled_differently,
    publishers_spelled_differently,
    publishers_that_are_speakers,
    outlets_without_publisher,
    addresses_of_other_outlets,
    said_later,
    disagreeing_dates,
    other_calendars,
    texts_in_another_script,
    too_many_tags,
    too_many_former_addresses,
    too_many_former_names,
    broken_links,
    speakers_texts,
    html_entities,
    words_for_editors,
    house_rules,
    navigation_to_nothing,
    featured_to_nothing,
    site_without_address,
    doubts,
    rated_before_publication,
    archived_before_publication,
    passages_marked_twice,
    passed_on_by_the_speaker,
    known_but_unnamed,
    corrected_by_another,
    unused_speakers,
    unused_sources,
    unlinked_data,
)
