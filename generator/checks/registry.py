"""Runs all checks. They change nothing.

The problems of an archive are those of its articles, each found with what linking that article reads, and those of
groups that no single article owns, found with a small value of each article. A check is a function from a `Scope` or
an `ArchiveScope` to diagnostics; `CHECKS_OF_ARTICLES` and `CHECKS_OF_THE_ARCHIVE` list them. What a check reports,
`linking.link` leaves out of the archive: both resolve names through the same `Symbols`.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from itertools import islice
from typing import Any

from generator.checks.calendars import other_calendars
from generator.checks.clashing_names import (
    clashing_ids,
    clashing_ids_of_annotations,
    publishers_spelled_differently,
    tags_spelled_differently,
    taken_names,
    taken_names_in_sidecars,
)
from generator.checks.coding import missing_codes, unknown_codes
from generator.checks.copied_articles import quotes_of_another, texts_of_another
from generator.checks.described_alike import sources_described_alike, speakers_described_alike
from generator.checks.disagreeing_dates import disagreeing_dates, disagreeing_dates_of_sources
from generator.checks.entities import (
    addresses_of_known_sources,
    speakers_described_though_shared,
    speakers_described_twice,
    unknown_organizations,
    unknown_organizations_in_sidecars,
    unknown_sources,
    unknown_speakers,
    unknown_verdicts,
)
from generator.checks.featured import featured_to_nothing
from generator.checks.former_names import former_names, former_names_of_registry, former_tags
from generator.checks.house_rules import house_rules
from generator.checks.html_entities import html_entities
from generator.checks.judgements import archived_before_publication, passages_marked_twice, rated_before_publication
from generator.checks.languages import texts_in_another_script
from generator.checks.limits import too_many_former_addresses, too_many_former_names, too_many_tags
from generator.checks.links import broken_links, broken_links_of_pages, texts_of_shared_speakers, texts_of_speakers
from generator.checks.others import Others
from generator.checks.placeholders import words_for_editors
from generator.checks.publishers import (
    addresses_of_other_outlets,
    outlets_without_publisher,
    publishers_that_are_speakers,
)
from generator.checks.references import circles, repeats_with_something_of_their_own, unusable_references
from generator.checks.said_later import said_later
from generator.checks.scope import (
    SHARED_SOURCES,
    SPEAKERS,
    ArchiveScope,
    Basis,
    Problems,
    Scope,
    SiteIndex,
    SymbolIndex,
)
from generator.checks.site import doubts, navigation_to_nothing, site_without_address
from generator.checks.table import TraitTable, speakers_in
from generator.checks.traits import Filed
from generator.checks.unknown_names import gathered
from generator.checks.unused import unlinked_data, unused_roles, unused_sources, unused_speakers
from generator.checks.voices import corrected_by_another, known_but_unnamed, passed_on_by_the_speaker
from generator.diagnostics import Diagnostic, Location, SourceLine
from generator.linking.draft_names import NamesUsed, names_of_drafts
from generator.linking.present_names import PresentNames
from generator.linking.symbols import Symbols
from generator.model import (
    ArticleFacts,
    PageFacts,
    Registry,
    Settings,
)
from generator.values import Immutable

_CHECKED_AT_ONCE = 64
_NO_FORMER = PresentNames({}, {})


class Checked(Immutable):
    """What the checks of one article found, or of several: problems, and those with names that nothing describes. These
    are the value of an article that `check_groups` gathers: a message names all places of a name."""

    problems: tuple[Diagnostic, ...] = ()
    unknown_speakers: tuple[tuple[str, Diagnostic], ...] = ()
    unknown_sources: tuple[tuple[str, Diagnostic], ...] = ()


def check_articles(
    basis: Basis,
    articles: Iterable[ArticleFacts],
    symbols: Symbols,
    others: Others,
    as_written: Iterable[ArticleFacts] | None = None,
    known: SymbolIndex | None = None,
) -> Checked:
    """What is wrong in these articles, in no order. `as_written` are the same with former ids of speakers and sources;
    by default, they have none.

    `symbols` are those of the neighbourhood of one, made with the names that `look_ups.names_checked` gives, or of the
    whole archive; `known` is their index, if there is one by now. In one call, so many names are suggested and no more
    (law 16).
    """
    articles = tuple(articles)
    written = articles if as_written is None else tuple(as_written)
    known = known or SymbolIndex(symbols, basis.registry.speakers)
    scope = Scope(**_fields(basis), articles=articles, symbols=symbols, known=known, others=others, as_written=written)
    return Checked(
        tuple(problem for one in CHECKS_OF_ARTICLES for problem in one(scope)),
        tuple(unknown_speakers(scope)),
        tuple(unknown_sources(scope)),
    )


def check_each(
    basis: Basis,
    articles: Iterable[ArticleFacts],
    symbols: Symbols,
    table: TraitTable,
    as_written: Iterable[ArticleFacts],
) -> Iterator[tuple[str, Checked, Others]]:
    """What is wrong in each article, by its id, and what its check asked about others. `check_articles` says what these
    arguments are; `symbols` are those of all articles.

    Most articles have no problem, so that many are checked at once, and one by one where something is found.
    """
    pairs, known = zip(articles, as_written, strict=True), SymbolIndex(symbols, basis.registry.speakers)
    while some := list(islice(pairs, _CHECKED_AT_ONCE)):
        others = Others(table, basis.registry, basis.settings)
        some_articles, some_written = [one for one, _ in some], [written for _, written in some]
        found = check_articles(basis, some_articles, symbols, others, some_written, known)
        if found == Checked() and not others.asked and not others.read:
            yield from ((one.id, found, others) for one, _ in some)
            continue
        for one, written in some:
            others = Others(table, basis.registry, basis.settings)
            yield one.id, check_articles(basis, [one], symbols, others, [written], known), others


def check_groups(
    basis: Basis, table: TraitTable, found: Iterable[Checked], present: PresentNames = _NO_FORMER
) -> Iterator[Diagnostic]:
    """What is wrong among articles and in what a site has once, in no order; with what each article has `found`.
    `present` has the present ids of former ones, of the whole archive; by default, there are none."""
    drafts_speakers = _drafts_speakers(basis, table)
    speakers = speakers_in(table, basis.registry, basis.settings.drafts)
    scope = ArchiveScope(
        **_fields(basis), table=table, speakers=speakers, drafts_speakers=drafts_speakers, present=present
    )
    for one in CHECKS_OF_THE_ARCHIVE:
        yield from one(scope)
    found = list(found)
    of_speakers = (pair for one in found for pair in one.unknown_speakers)
    yield from gathered(of_speakers, basis.registry.speakers, "speakers", SPEAKERS)
    of_sources = (pair for one in found for pair in one.unknown_sources)
    yield from gathered(of_sources, basis.registry.sources, "sources", SHARED_SOURCES)


def basis_of(
    registry: Registry,
    settings: Settings,
    pages: Iterable[PageFacts],
    locations: Mapping[str, Mapping[str, Location]],
    settings_locations: Mapping[str, Location],
    files: Collection[str],
    copied: Mapping[str, str],
    unreadable: Collection[str],
    line_of: SourceLine,
    *,
    as_written: Registry | None = None,
) -> Basis:
    """What all checks of one build may look at. `registry` has present ids, and `as_written` those that were written;
    by default, they are the same.

    `pages` are all ordinary pages. `files` are the output paths of copied files, `copied` their paths in the site;
    `unreadable` are the ids of articles, and `pages/<id>`, whose front matter could not be read. `Basis` describes the
    other arguments.
    """
    pages = sorted(pages, key=lambda page: page.id)
    shown = tuple(page for page in pages if settings.drafts or not page.draft)
    drafts = tuple(page for page in pages if page.draft and not settings.drafts)
    index = SiteIndex(registry, shown, drafts, unreadable)
    return Basis(
        registry, settings, shown, drafts, locations, settings_locations, frozenset(files), frozenset(unreadable),
        line_of, copied, index, as_written or registry,
    )  # fmt: skip


def _fields(basis: Basis) -> dict[str, Any]:
    return {name: getattr(basis, name) for name in Basis.__struct_fields__}


def _drafts_speakers(basis: Basis, table: TraitTable) -> frozenset[str]:
    """The shared speakers that only drafts use."""
    is_draft = [not basis.settings.drafts and filed.draft for filed, _ in table.each(Filed)]
    if not any(is_draft):
        return frozenset()
    used = [used for _, used in table.each(NamesUsed)]
    drafts = (one for one, left_out in zip(used, is_draft, strict=True) if left_out)
    shown = (one for one, left_out in zip(used, is_draft, strict=True) if not left_out)
    return names_of_drafts(basis.registry, drafts, shown)[0]


CHECKS_OF_ARTICLES: tuple[Callable[[Scope], Problems], ...] = (
    speakers_described_though_shared,
    unknown_organizations_in_sidecars,
    addresses_of_known_sources,
    unknown_verdicts,
    unknown_codes,
    missing_codes,
    unusable_references,
    former_names,
    former_tags,
    circles,
    repeats_with_something_of_their_own,
    clashing_ids_of_annotations,
    taken_names_in_sidecars,
    publishers_that_are_speakers,
    outlets_without_publisher,
    addresses_of_other_outlets,
    said_later,
    disagreeing_dates,
    other_calendars,
    texts_in_another_script,
    too_many_tags,
    too_many_former_addresses,
    broken_links,
    texts_of_speakers,
    house_rules,
    doubts,
    rated_before_publication,
    archived_before_publication,
    passages_marked_twice,
    passed_on_by_the_speaker,
    known_but_unnamed,
    corrected_by_another,
    unused_roles,
)

CHECKS_OF_THE_ARCHIVE: tuple[Callable[[ArchiveScope], Problems], ...] = (
    quotes_of_another,
    texts_of_another,
    unknown_organizations,
    speakers_described_twice,
    speakers_described_alike,
    sources_described_alike,
    clashing_ids,
    taken_names,
    tags_spelled_differently,
    publishers_spelled_differently,
    disagreeing_dates_of_sources,
    former_names_of_registry,
    too_many_former_names,
    broken_links_of_pages,
    texts_of_shared_speakers,
    html_entities,
    words_for_editors,
    navigation_to_nothing,
    featured_to_nothing,
    site_without_address,
    unused_speakers,
    unused_sources,
    unlinked_data,
)
"""Beside these there are the names that nothing describes, which `unknown_names.gathered` puts together."""
