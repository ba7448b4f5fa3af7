"""Finds which articles have to be known to link one: those that its pages name or show, and whoever names are taken from.

Asks for names, and knows no store: `Names` answers for many at once.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from itertools import chain
from typing import Protocol

from generator.linking.symbols import Symbols, symbols_of
from generator.model import OUTLET, Annotation, ArticleFacts, Registry, Settings
from generator.urls import article_with, folded


class Names(Protocol):
    """What all articles are called, and what they refer to. Article names are folded, as `urls.folded` does."""

    def facts(self, ids: Collection[str]) -> Mapping[str, ArticleFacts]:
        """The facts of those of the articles that there are, by id."""

    def beside(self, id: str) -> Collection[str]:
        """The ids of the published articles directly before and after one by date."""

    def called(self, names: Collection[str]) -> Collection[str]:
        """The ids of the articles that have one of these names as their id or as a former id."""

    def referring_to(self, refs: Collection[str]) -> Collection[str]:
        """The ids of the articles that answer or repeat one of these annotations, as written: `written_as` of them."""

    def describing(self, speakers: Collection[str]) -> Collection[str]:
        """The ids of the articles that describe one of these speakers."""


def written_as(reference: str) -> str:
    """A reference with the name of its article folded, by which references are found however they are written."""
    article, _, annotation = reference.partition("#")
    return f"{folded(article)}#{annotation}"


def neighbourhood(names: Names, id: str, registry: Registry, settings: Settings) -> Symbols:
    """The symbols of an article and of all that linking its pages reads. What they say of it, and of what it shows, is
    what those of the whole archive say. Raises `KeyError` where there is no such article."""
    known = dict(names.facts([id, *names.beside(id)]))
    asked = _Asked(names)
    while True:
        symbols = symbols_of(known.values(), registry, settings)
        wanted = asked.for_what_shows(symbols, known[id]) - known.keys()
        more = names.facts(wanted) if wanted else {}
        if not more:
            return symbols
        known |= more


class _Asked:
    """Asks for each name once."""

    def __init__(self, names: Names) -> None:
        self._names = names
        self._called: set[str] = set()
        self._refs: set[str] = set()
        self._speakers: set[str] = set()
        self._found: set[str] = set()

    def for_what_shows(self, symbols: Symbols, article: ArticleFacts) -> set[str]:
        """The ids of all articles that were found so far, with those that the pages of `article` need in addition, as
        far as the symbols tell."""
        shown = _shown_with(symbols, article)
        named = _led_to_by(symbols, shown)
        articles = {ref.partition("#")[0] for ref in named} | {article.id}
        facts = [symbols.articles[one] for one in articles]
        annotations = [symbols.annotations[ref].annotation for ref in named]
        calls = {folded(name) for name in chain(_articles_named(annotations), _articles_linked(facts))}
        voices = {who for who in chain(_speakers_of(annotations), _publishers(symbols), _employers_here(facts)) if who}
        speakers = voices | {who for who in _employers(symbols, voices) if who}
        refs = {name for ref in shown for name in _names_of(symbols, ref)}
        self._found.update(self._names.called(calls - self._called) if calls - self._called else ())
        self._found.update(self._names.referring_to(refs - self._refs) if refs - self._refs else ())
        self._found.update(self._names.describing(speakers - self._speakers) if speakers - self._speakers else ())
        self._called |= calls
        self._refs |= refs
        self._speakers |= speakers
        return self._found


def _shown_with(symbols: Symbols, article: ArticleFacts) -> set[str]:
    """The annotations of an article and the claims that they repeat, and whatever answers or repeats one of them,
    directly or not."""
    towards: dict[str, list[str]] = defaultdict(list)
    for ref, targets in symbols.relations.answers.items():
        for to in targets:
            towards[to].append(ref)
    for ref, to in symbols.relations.repeats.items():
        towards[to].append(ref)
    repeated = {ref: (to,) for ref, to in symbols.relations.repeats.items()}
    return _reached(_reached(symbols.refs[article.id], repeated), towards)


def _led_to_by(symbols: Symbols, shown: Iterable[str]) -> set[str]:
    """Annotations, and what they answer and repeat, directly or not: so circles among them are whole."""
    relations = symbols.relations
    leading = {**relations.answers, **{ref: (to,) for ref, to in relations.repeats.items()}}
    return _reached(shown, leading)


def _reached(start: Iterable[str], ways: Mapping[str, Collection[str]]) -> set[str]:
    found, waiting = set[str](), list(start)
    while waiting:
        ref = waiting.pop()
        if ref not in found:
            found.add(ref)
            waiting += ways.get(ref, ())
    return found


def _names_of(symbols: Symbols, ref: str) -> Iterator[str]:
    """All that an annotation may be called in a reference."""
    article, _, id = ref.partition("#")
    for of_article in (article, *symbols.articles[article].front.aliases):
        for name in (id, *symbols.annotations[ref].annotation.aliases):
            yield written_as(f"{of_article}#{name}")


def _articles_named(annotations: Iterable[Annotation]) -> Iterator[str]:
    return (ref.partition("#")[0] for one in annotations for ref in (one.repeats, *one.to) if ref)


def _articles_linked(facts: Iterable[ArticleFacts]) -> Iterator[str]:
    targets = (link.partition("#")[0] for article in facts for link in article.links)
    return filter(None, map(article_with, targets))


def _speakers_of(annotations: Iterable[Annotation]) -> Iterator[str]:
    return (who.id for one in annotations for who in (one.speaker, *one.via) if who.id != OUTLET)


def _publishers(symbols: Symbols) -> Iterator[str]:
    return (article.front.publisher for article in symbols.articles.values())


def _employers_here(facts: Iterable[ArticleFacts]) -> Iterator[str]:
    return (entry.organization for article in facts for entry in article.speakers)


def _employers(symbols: Symbols, speakers: Iterable[str]) -> Iterator[str]:
    for speaker in filter(None, map(symbols.speakers.get, speakers)):
        yield from (speaker.organization, *(role.organization for role in speaker.roles))
