"""Ids and names that clash."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from functools import partial

from generator import urls
from generator.checks.scope import LazyLocation, Problems, Scope
from generator.checks.suggest import replacement
from generator.diagnostics import Diagnostic
from generator.linking.queries import shown_spellings

_MOST_PLACES_SHOWN = 5


# ── ids, tags, publishers ────────────────────────────────────────────────────────────────────────────────────────


def clashing_ids(whole: Scope) -> Problems:
    articles, pages = whole.names.articles.values(), (*whole.pages, *whole.draft_pages)
    yield from _clashes(
        "article",
        [(article.id, partial(whole.at_front, article, "")) for article in articles],
        [(alias, article.id, partial(whole.at_front, article, f"aliases/{n}"))
         for article in articles for n, alias in enumerate(article.front.aliases)],
    )  # fmt: skip
    yield from _clashes(
        "page",
        [(page.id, partial(whole.at_page, page, "")) for page in pages],
        [(alias, page.id, partial(whole.at_page, page, f"aliases/{n}"))
         for page in pages for n, alias in enumerate(page.aliases)],
    )  # fmt: skip
    for article in whole.articles:
        aliases = [
            (alias, placed.id, partial(whole.at, article, f"{placed.id}/aliases/{n}"))
            for placed in article.annotations
            for n, alias in enumerate(placed.annotation.aliases)
        ]
        # That an article's ids are all different is known from reading it.
        ids = [(placed.id, partial(whole.at, article, placed.id)) for placed in article.annotations] if aliases else []
        yield from _clashes("annotation", ids, aliases)


def _clashes(
    what: str, ids: Iterable[tuple[str, LazyLocation]], aliases: Iterable[tuple[str, str, LazyLocation]]
) -> Iterator[Diagnostic]:
    """Ids that fall together, and aliases (alias, whose, where) that are another's id or alias."""
    taken: dict[str, tuple[str, str, LazyLocation]] = {}
    named = set()
    for name, at in ids:
        named.add(urls.folded(name))
        other = taken.setdefault(urls.folded(name), (name, name, at))
        if other[0] != name:
            message = f"The {what}s “{name}” and “{other[0]}” ({other[2]().path}) have ids that fall together."
            yield Diagnostic.of("ids-fall-together", at(), message, step="give one of them another name")
    for alias, owner, at in aliases:
        _, theirs, there = taken.setdefault(urls.folded(alias), (alias, owner, at))
        if there is not at:
            whose = "already its name" if theirs == owner else f"taken by the {what} “{theirs}” ({there()})"
            message = f"The alias “{alias}” of the {what} “{owner}” is {whose}."
            step = "take the alias out" if urls.folded(alias) in named else "take the alias out of one of them"
            yield Diagnostic.of("ids-fall-together", at(), message, step=step)


def taken_names(whole: Scope) -> Problems:
    for at, name in _names_that_become_files(whole):
        if problem := urls.taken_name(name):
            yield Diagnostic.of("name-taken", at(), f"This id can't be used: {problem}.", step="choose another id")


def _names_that_become_files(whole: Scope) -> Iterator[tuple[LazyLocation, str]]:
    for speaker_id in whole.registry.speakers:
        yield partial(whole.at_speaker, speaker_id), speaker_id
    for verdict in whole.settings.verdicts:
        yield partial(whole.at_setting, f"verdicts/{verdict.key}"), verdict.key
    for article in whole.articles:
        for entry in article.speakers:
            if entry.speaker and entry.id not in whole.registry.speakers:
                yield partial(whole.at, article, f"speakers/{entry.id}"), entry.id
        for placed in article.annotations:
            if placed.annotation.kind == "claim":
                yield partial(whole.at, article, placed.id), placed.id


def tags_spelled_differently(whole: Scope) -> Problems:
    spelled: dict[str, list[LazyLocation]] = defaultdict(list)
    for article in whole.articles:
        for n, name in enumerate(article.front.tags):
            spelled[name].append(partial(whole.at_front, article, f"tags/{n}"))
        for placed in article.annotations:
            for n, name in enumerate(placed.annotation.tags):
                spelled[name].append(partial(whole.at, article, f"{placed.id}/tags/{n}"))
    return _odd_spellings(whole, "tag-spellings", "tag", spelled)


def publishers_spelled_differently(whole: Scope) -> Problems:
    spelled: dict[str, list[LazyLocation]] = defaultdict(list)
    for article in whole.articles:
        name = article.front.publisher
        if name.strip() and name not in whole.names.speakers:
            spelled[name].append(partial(whole.at_front, article, "publisher"))
    return _odd_spellings(whole, "publisher-spellings", "publisher", spelled)


def _odd_spellings(whole: Scope, code: str, what: str, spelled: Mapping[str, list[LazyLocation]]) -> Problems:
    """One warning for each spelling that isn't the one shown, at its first place."""
    shown = shown_spellings(name for name, places in spelled.items() for _ in places)
    for name, places in spelled.items():
        usual = shown[urls.slug(name)]
        if " ".join(name.split()) == usual:
            continue
        at, *others = sorted(place() for place in places)
        more = [f"also in {other}" for other in others[:_MOST_PLACES_SHOWN]]
        more += [f"and in {len(others) - _MOST_PLACES_SHOWN} more places"] if len(others) > _MOST_PLACES_SHOWN else []
        yield Diagnostic.of(
            code,
            at,
            f"The {what} “{name}” has the same page as “{usual}”: they are shown as one, spelled “{usual}”.",
            details=more,
            step=f"write “{usual}”, or, if another {what} is meant, a name that differs in a letter or a digit",
            paste=replacement(whole, at, name, usual) if not others else None,
        )
