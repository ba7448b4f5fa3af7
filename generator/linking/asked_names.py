"""What linking an article looks up by name, among the articles that are known: whatever its pages name or show."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from functools import cached_property
from itertools import chain

from generator import urls
from generator.linking.known_as import host_of_outlet, slugs_of
from generator.linking.names_had import ANCHORED, CALLED, DESCRIBES, HOSTED, NAMED, REFERS, sources_of, written_as
from generator.linking.sources import cited_source
from generator.linking.symbols import Symbols
from generator.model import Annotation, ArticleFacts


class AskedNames:
    """What the articles behind a symbol table look up. The same table may answer for many of them."""

    def __init__(self, symbols: Symbols) -> None:
        self._symbols = symbols

    def by(self, id: str, beside: Collection[str], more: Iterable[tuple[str, str]] = ()) -> dict[str, set[str]]:
        """The names by kind that one article looks up, whether or not an article has them.

        `beside` are the ids of the articles before and after it. `more` are names that are looked up as well.
        """
        symbols, asked = self._symbols, defaultdict[str, set[str]](set)
        for kind, name in more:
            asked[kind] |= {name} - {""}
        shown = self._shown_with(id)
        named = _reached(shown, self._leads_to)
        ids = {ref.partition("#")[0] for ref in named} | {id}
        facts = [symbols.articles[one] for one in ids]
        publishers = {symbols.articles[one].front.publisher for one in {*ids, *beside} if one in symbols.articles}
        annotations = [symbols.annotations[ref].annotation for ref in named]
        sources = [source for one in annotations for cited in one.sources if (source := cited_source(symbols, cited))]
        voices = {*_speakers_of(annotations), *publishers, *_employers_here(facts)}
        anchors = {urls.source_anchor(source) for source in sources}
        voices |= {source.publisher for source in sources} | self._known_by(asked[NAMED], asked[HOSTED])
        voices |= {publisher for anchor in anchors for publisher in self._publishers_of.get(anchor, ())}
        calls = (urls.folded(name) for name in chain(_articles_named(annotations), _articles_linked(facts)))
        asked[CALLED].update(calls)
        asked[REFERS].update(name for ref in shown for name in self._references_to(ref))
        described = voices.union(self._employers(voices))
        asked[DESCRIBES] |= described.union(*(self._former.get(id, ()) for id in described))
        asked[ANCHORED] |= anchors
        return {kind: names - {""} for kind, names in asked.items()}

    def _known_by(self, named: Collection[str], hosted: Collection[str]) -> set[str]:
        """The speakers of sidecars that have one of these names or hosts: an older article may describe them
        otherwise."""
        by_slug, by_host = self._described
        return {id for slug in named for id in by_slug.get(slug, ())} | {
            id for host in hosted for id in by_host.get(host, ())
        }

    @cached_property
    def _described(self) -> tuple[Mapping[str, Collection[str]], Mapping[str, Collection[str]]]:
        """The ids of the speakers of sidecars, by slug of a name and by host."""
        by_slug, by_host = defaultdict[str, set[str]](set), defaultdict[str, set[str]](set)
        entries = (entry for article in self._symbols.articles.values() for entry in article.speakers)
        for id, one in ((entry.id, entry.speaker) for entry in entries if entry.speaker):
            by_host[host_of_outlet(one)].add(id)
            for slug in slugs_of(one):
                by_slug[slug].add(id)
        return by_slug, by_host

    @cached_property
    def _former(self) -> Mapping[str, Collection[str]]:
        """The former ids of speakers, by the present one: an article may have written any of them."""
        found = defaultdict[str, set[str]](set)
        for former, present in self._symbols.present.speakers.items():
            found[present].add(former)
        return found

    @cached_property
    def _publishers_of(self) -> Mapping[str, Collection[str]]:
        """Who published a source, by its anchor, as any article says: which of them counts is for linking to find."""
        found = defaultdict[str, set[str]](set)
        for article in self._symbols.articles.values():
            for anchor, source in sources_of(article).items():
                found[anchor].add(source.publisher)
        return found

    @cached_property
    def _repeated(self) -> dict[str, tuple[str, ...]]:
        return {ref: (to,) for ref, to in self._symbols.relations.repeats.items()}

    @cached_property
    def _leads_to(self) -> dict[str, tuple[str, ...]]:
        """What annotations answer and repeat, by reference. Followed to the end, circles among them are whole."""
        return {**self._symbols.relations.answers, **self._repeated}

    @cached_property
    def _comes_from(self) -> dict[str, list[str]]:
        """What answers and repeats annotations, by reference."""
        found: dict[str, list[str]] = defaultdict(list)
        for ref, targets in chain(self._symbols.relations.answers.items(), self._repeated.items()):
            for to in targets:
                found[to].append(ref)
        return found

    def _shown_with(self, id: str) -> set[str]:
        """The annotations of an article and the claims that they repeat, and whatever answers or repeats one of them,
        directly or not."""
        return _reached(_reached(self._symbols.refs[id], self._repeated), self._comes_from)

    def _references_to(self, ref: str) -> Iterator[str]:
        """All that a reference to an annotation may say."""
        article, _, id = ref.partition("#")
        for of_article in (article, *self._symbols.articles[article].front.aliases):
            for name in (id, *self._symbols.annotations[ref].annotation.aliases):
                yield written_as(f"{of_article}#{name}")

    def _employers(self, speakers: Iterable[str]) -> Iterator[str]:
        for speaker in filter(None, map(self._symbols.speakers.get, speakers)):
            yield from (speaker.organization, *(role.organization for role in speaker.roles))


def _reached(start: Iterable[str], ways: Mapping[str, Collection[str]]) -> set[str]:
    found, waiting = set[str](), list(start)
    while waiting:
        ref = waiting.pop()
        if ref not in found:
            found.add(ref)
            waiting += ways.get(ref, ())
    return found


def _articles_named(annotations: Iterable[Annotation]) -> Iterator[str]:
    return (ref.partition("#")[0] for one in annotations for ref in (one.repeats, *one.to))


def _articles_linked(facts: Iterable[ArticleFacts]) -> Iterator[str]:
    return (urls.article_with(link.partition("#")[0]) for article in facts for link in article.links)


def _speakers_of(annotations: Iterable[Annotation]) -> Iterator[str]:
    return (who.id for one in annotations for who in (one.speaker, *one.via))


def _employers_here(facts: Iterable[ArticleFacts]) -> Iterator[str]:
    return (entry.organization for article in facts for entry in article.speakers)
