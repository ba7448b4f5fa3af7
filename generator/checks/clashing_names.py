"""Checks that ids, aliases, tags and publishers don't clash, and that ids can be file names."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import partial

from generator import urls
from generator.checks.scope import ArchiveScope, Basis, LazyLocation, Problems, Scope
from generator.checks.traits import ArticleAliases, Described, Filed, Spellings
from generator.checks.wording import replacement
from generator.diagnostics import Diagnostic, Location, capitalized
from generator.linking.queries import spelling, usual_spellings
from generator.model import ArticleFacts, Speaker

_MOST_PLACES_SHOWN = 5
"""Other places of a spelling that its warning lists; the rest are counted."""


def clashing_ids(scope: ArchiveScope) -> Problems:
    """Ids and aliases of articles, of pages, of speakers, or of sources that are the same when folded."""
    articles, pages = list(scope.table.each(ArticleAliases)), (*scope.pages, *scope.draft_pages)
    yield from _clashes(
        "article",
        [(article.id, partial(scope.at_front, article, "")) for article, _ in articles],
        [(alias, article.id, partial(scope.at_front, article, f"aliases/{n}"))
         for article, former in articles for n, alias in enumerate(former.aliases)],
    )  # fmt: skip
    yield from _clashes(
        "page",
        [(page.id, partial(scope.at_page, page, "")) for page in pages],
        [(alias, page.id, partial(scope.at_page, page, f"aliases/{n}"))
         for page in pages for n, alias in enumerate(page.aliases)],
    )  # fmt: skip
    yield from _clashes("speaker", *_named_once(_speakers(scope)))
    yield from _clashes("source", *_named_once(_sources(scope)))


def clashing_ids_of_annotations(scope: Scope) -> Problems:
    """Ids and aliases of one article's annotations that are the same when folded."""
    for article in scope.articles:
        aliases = [
            (alias, placed.id, partial(scope.at, article, f"{placed.id}/aliases/{n}"))
            for placed in article.annotations
            for n, alias in enumerate(placed.annotation.aliases)
        ]
        # Reading the sidecar has already reported equal ids in one article.
        ids = [(placed.id, partial(scope.at, article, placed.id)) for placed in article.annotations] if aliases else []
        yield from _clashes("annotation", ids, aliases)


_Places = list[tuple[str, LazyLocation]]
_OwnedPlaces = list[tuple[str, str, LazyLocation]]


def _speakers(scope: ArchiveScope) -> Iterator[tuple[str, tuple[str, ...], Callable[[str], Location]]]:
    for id, speaker in scope.registry.speakers.items():
        yield id, speaker.aliases, partial(scope.at_speaker, id)
    for article, described in scope.published(Described):
        for entry in described.entries:
            if entry.speaker and entry.id not in scope.registry.speakers:
                yield entry.id, entry.speaker.aliases, partial(_in_sidecar, scope, article, entry.id)


def _in_sidecar(scope: Basis, article: ArticleFacts | Filed, id: str, key: str) -> Location:
    return scope.at(article, f"speakers/{id}/{key}".rstrip("/"))


def _sources(scope: ArchiveScope) -> Iterator[tuple[str, tuple[str, ...], Callable[[str], Location]]]:
    for id, source in scope.registry.sources.items():
        yield id, source.aliases, partial(scope.at_source, id)


def _named_once(
    entries: Iterable[tuple[str, tuple[str, ...], Callable[[str], Location]]],
) -> tuple[_Places, _OwnedPlaces]:
    """The ids and the aliases of entries, of two with one id the first: `speakers_described_twice` reports the other.

    None where no entry has an alias: reading has already reported equal ids.
    """
    first: dict[str, tuple[tuple[str, ...], Callable[[str], Location]]] = {}
    for id, aliases, at in entries:
        first.setdefault(id, (aliases, at))
    ids: _Places = [(id, partial(at, "")) for id, (_, at) in first.items()]
    former = ((id, at, n, alias) for id, (aliases, at) in first.items() for n, alias in enumerate(aliases))
    owned: _OwnedPlaces = [(alias, id, partial(at, f"aliases/{n}")) for id, at, n, alias in former]
    return (ids, owned) if owned else ([], [])


def _clashes(
    what: str, ids: Iterable[tuple[str, LazyLocation]], aliases: Iterable[tuple[str, str, LazyLocation]]
) -> Iterator[Diagnostic]:
    """Clashes among `ids` (id, location) and `aliases` (alias, id of its owner, location) of one kind of thing."""
    taken: dict[str, tuple[str, str, LazyLocation]] = {}
    named = set()
    for name, at in ids:
        named.add(urls.folded(name))
        other = taken.setdefault(urls.folded(name), (name, name, at))
        if other[0] != name:
            names = f"“{name}” and “{other[0]}” (`{other[2]().path}`)"
            message = f"{capitalized(what)}s {names} have ids that differ only in case or in how a letter is encoded."
            yield Diagnostic.of("ids-fall-together", at(), message, step="Rename one of them.")
    for alias, owner, at in aliases:
        _, theirs, there = taken.setdefault(urls.folded(alias), (alias, owner, at))
        if there is not at:
            is_id = urls.folded(alias) in named
            if theirs == owner:
                fault = "repeats its id" if is_id else "is listed twice"
            else:
                fault = f"already belongs to {what} “{theirs}” (`{there()}`)"
            message = f"Alias “{alias}” of {what} “{owner}” {fault}."
            only_here = is_id or theirs == owner
            step = "Remove the alias." if only_here else f"Remove the alias from one of the two {what}s."
            yield Diagnostic.of("ids-fall-together", at(), message, step=step)


def taken_names(scope: ArchiveScope) -> Problems:
    """Ids of shared speakers and of verdicts that can't be file names in the output."""
    for id, speaker in scope.registry.speakers.items():
        yield from _taken(id, partial(scope.at_speaker, id))
        yield from _taken_aliases(speaker, partial(scope.at_speaker, id))
    for verdict in scope.settings.verdicts:
        yield from _taken(verdict.key, partial(scope.at_setting, f"verdicts/{verdict.key}"))


def taken_names_in_sidecars(scope: Scope) -> Problems:
    """Ids of speakers and claims in sidecars that can't be file names in the output."""
    for article in scope.articles:
        for entry in article.speakers:
            if entry.speaker and entry.id not in scope.registry.speakers:
                at = partial(_in_sidecar, scope, article, entry.id)
                yield from _taken(entry.id, partial(at, ""))
                yield from _taken_aliases(entry.speaker, at)
        for placed in article.annotations:
            if placed.annotation.kind == "claim":
                yield from _taken(placed.id, partial(scope.at, article, placed.id))


def _taken_aliases(speaker: Speaker, at: Callable[[str], Location]) -> Problems:
    for n, alias in enumerate(speaker.aliases):
        yield from _taken(alias, partial(at, f"aliases/{n}"))


def _taken(name: str, at: LazyLocation) -> Problems:
    if problem := urls.taken_name(name):
        yield Diagnostic.of("name-taken", at(), f"This id can't be used: {problem}.", step="Choose another id.")


def tags_spelled_differently(scope: ArchiveScope) -> Problems:
    """Tags written otherwise than most of the same: several spellings share one page."""
    spelled: dict[str, list[LazyLocation]] = defaultdict(list)
    for article, spellings in scope.published(Spellings):
        for name, key in spellings.tags:
            spelled[name].append(partial(_place_of_tag, scope, article, key))
    return _odd_spellings(scope, "tag-spellings", "tag", spelled)


def _place_of_tag(scope: ArchiveScope, article: Filed, key: str) -> Location:
    of_annotation = key.removeprefix("sidecar/")
    return scope.at_front(article, key) if of_annotation == key else scope.at(article, of_annotation)


def publishers_spelled_differently(scope: ArchiveScope) -> Problems:
    """Publishers (plain names) written otherwise than most of the same: several spellings share one page."""
    spelled: dict[str, list[LazyLocation]] = defaultdict(list)
    for article, spellings in scope.published(Spellings):
        name = spellings.publisher
        if name.strip() and name not in scope.speakers:
            spelled[name].append(partial(scope.at_front, article, "publisher"))
    return _odd_spellings(scope, "publisher-spellings", "publisher", spelled)


def _odd_spellings(scope: ArchiveScope, code: str, what: str, spelled: Mapping[str, list[LazyLocation]]) -> Problems:
    """One warning for each spelling that is not the usual one, at the first place that uses it."""
    shown = usual_spellings(name for name, places in spelled.items() for _ in places)
    for name, places in spelled.items():
        usual = shown[urls.slug(name)]
        if spelling(name) == usual:
            continue
        at, *others = sorted(place() for place in places)
        more = [f"also in {other}" for other in others[:_MOST_PLACES_SHOWN]]
        more += [f"and in {len(others) - _MOST_PLACES_SHOWN} more places"] if len(others) > _MOST_PLACES_SHOWN else []
        yield Diagnostic.of(
            code,
            at,
            f"{capitalized(what)} “{name}” shares a page with “{usual}”, and the page is called “{usual}”.",
            details=more,
            step=f"Write “{usual}”, or, for a different {what}, a name that differs in a letter or digit.",
            paste=replacement(scope, at, name, usual) if not others else None,
        )
