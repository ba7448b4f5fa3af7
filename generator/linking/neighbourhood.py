"""Finds which articles have to be known to link one: those that its pages name or show, and those that own a name.

Knows the names that articles have and use, and no store: `Names` answers for many names at once.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from itertools import chain
from typing import Protocol

from generator import urls
from generator.linking.known_as import host_of_outlet, slugs_of
from generator.linking.sources import MOST_ON_A_PAGE, cited_source, source_list
from generator.linking.symbols import Symbols, symbols_of
from generator.model import Annotation, ArticleFacts, Registry, Settings, Source

LONGEST_WAY = 40
"""Rounds of looking names up, each for what the one before has found. Where answers to answers go through more articles
than that, one after the other, the whole archive is linked sooner."""

# The kinds of names:
CALLED = "called"
"""What an article is or was called, folded."""
REFERS = "refers"
"""A reference, `written_as`."""
DESCRIBES = "describes"
"""The id of a speaker that an article describes, or tries to in an entry that is left out."""
NAMED = "named"
"""The slug of a name of a speaker that it describes."""
HOSTED = "hosted"
"""The host of the site of an outlet that it describes."""
ANNOTATED = "annotated"
"""The id of one of its claims or counter-points."""
CITES = "cites"
"""The id of a shared source that it cites."""
ANCHORED = "anchored"
"""The anchor of a source."""


class Names(Protocol):
    """The names of all articles: see `cache.name_tables.NameTables`."""

    def having(self, kind: str, names: Collection[str]) -> Collection[str]: ...

    def beside(self, id: str) -> Collection[str]: ...

    def only_in_drafts(self, kind: str) -> Collection[str]: ...

    def first_citing(self, anchors: Collection[str]) -> Collection[str]: ...

    def with_more_sources(self, pages: Collection[str], than: int, shared: Mapping[str, str]) -> Collection[str]: ...


class FactsOf(Protocol):
    """Gives the facts of those of the articles that there are, by id."""

    def __call__(self, ids: Collection[str]) -> Mapping[str, ArticleFacts]: ...


def names_and_references(article: ArticleFacts) -> frozenset[tuple[str, str]]:
    """What an article is called, whom it describes and what it refers to, by kind."""
    annotations = [placed.annotation for placed in article.annotations]
    refers = ((REFERS, written_as(to)) for one in annotations for to in (one.repeats, *one.to) if to)
    cited = (one.source for annotation in annotations for one in annotation.sources)
    cites = ((CITES, source) for source in cited if isinstance(source, str))
    return frozenset(chain(_names_had(article), refers, cites))


def _names_had(article: ArticleFacts) -> Iterator[tuple[str, str]]:
    yield from ((CALLED, name) for name in names_called(article))
    yield from ((DESCRIBES, id) for id in ids_described(article))
    for entry in article.speakers:
        if entry.speaker:
            yield from ((NAMED, slug) for slug in slugs_of(entry.speaker))
            if host := host_of_outlet(entry.speaker):
                yield HOSTED, host


def names_called(article: ArticleFacts) -> Iterator[str]:
    """What an article is or was called, folded."""
    return map(urls.folded, (article.id, *article.front.aliases))


def ids_described(article: ArticleFacts) -> Iterator[str]:
    """The ids of the speakers that an article describes, present and former, or tries to in an entry that is left
    out."""
    for entry in article.speakers:
        if entry.speaker:
            yield from (entry.id, *entry.speaker.aliases)
    yield from (key.removeprefix("speakers/") for key in article.left_out if key.startswith("speakers/"))


def ids_annotated(article: ArticleFacts) -> Iterator[str]:
    """The ids of an article's claims and counter-points: not among `names_and_references`, since only checks look them
    up, for what a wrong reference may mean, and they are as many as all other names together."""
    return (placed.id for placed in article.annotations if placed.annotation.kind != "note")


def sources_of(article: ArticleFacts) -> dict[str, str]:
    """The anchor of each source that the article writes out → the list that it stands in."""
    cited = (one.source for placed in article.annotations for one in placed.annotation.sources)
    return {urls.source_anchor(one): source_list(one) for one in cited if isinstance(one, Source)}


def written_as(reference: str) -> str:
    """A reference with the name of its article folded, by which references are found however they are written."""
    article, _, annotation = reference.partition("#")
    return f"{urls.folded(article)}#{annotation}"


class Neighbourhood:
    """What linking one article reads: its symbols, and the lists of sources that have more than a page holds.

    What it says of the article, and of all that its pages show, is what the whole archive would say, if it `is_whole`:
    see `LONGEST_WAY`. `more` are names by kind that are looked up as well, such as those that checks ask for. Raises
    `KeyError` where there is no such article.
    """

    def __init__(
        self,
        id: str,
        names: Names,
        facts_of: FactsOf,
        registry: Registry,
        settings: Settings,
        more: Collection[tuple[str, str]] = (),
    ) -> None:
        self._names, self._more = names, more
        self._asked: dict[str, set[str]] = defaultdict(set)
        self._found: set[str] = set()
        known = dict(facts_of([id, *names.beside(id)]))
        self.is_whole = False
        for _ in range(LONGEST_WAY):
            self.symbols = symbols_of(known.values(), registry, settings)
            self._ask(known[id])
            found = facts_of(self._found - known.keys()) if self._found - known.keys() else {}
            if not found:
                self.is_whole = True
                break
            known |= found
        listed = self._listed(registry)
        shared = {urls.source_anchor(source): source_list(source) for source in listed}
        lists = {page for one in known.values() for page in sources_of(one).values()} | set(shared.values())
        self.crowded = frozenset(names.with_more_sources(lists, MOST_ON_A_PAGE, shared))

    def _listed(self, registry: Registry) -> list[Source]:
        """The shared sources but those that only drafts cite, by whichever of their ids."""
        in_drafts = set(self._names.only_in_drafts(CITES))

        def is_withheld(source: Source) -> bool:
            called = {source.id, *source.aliases}
            return bool(called & in_drafts) and not self._names.having(CITES, called - in_drafts)

        sources = self.symbols.present.of_registry(registry).sources
        return [source for source in sources.values() if not is_withheld(source)]

    @property
    def asked(self) -> frozenset[tuple[str, str]]:
        """The names that were looked up, by kind, whether or not an article has them."""
        return frozenset((kind, name) for kind, names in self._asked.items() for name in names)

    def _ask(self, article: ArticleFacts) -> None:
        """Look for all that the pages of an article show, as far as it is known by now."""
        symbols = self.symbols
        for kind in {kind for kind, _ in self._more}:
            self._look_up(kind, (name for of_kind, name in self._more if of_kind == kind))
        shown = _shown_with(symbols, article)
        named = _led_to_by(symbols, shown)
        facts = [symbols.articles[id] for id in {ref.partition("#")[0] for ref in named} | {article.id}]
        annotations = [symbols.annotations[ref].annotation for ref in named]
        sources = [source for one in annotations for cited in one.sources if (source := cited_source(symbols, cited))]
        calls = (urls.folded(name) for name in chain(_articles_named(annotations), _articles_linked(facts)))
        voices = {*_speakers_of(annotations), *_publishers(symbols), *_employers_here(facts)}
        voices |= {source.publisher for source in sources} | self._known_by_names_asked()
        self._look_up(CALLED, calls)
        self._look_up(REFERS, (name for ref in shown for name in _references_to(symbols, ref)))
        self._look_up(DESCRIBES, voices.union(_employers(symbols, voices)))
        anchors = {urls.source_anchor(source) for source in sources} - self._asked[ANCHORED]
        self._found.update(self._names.first_citing(anchors) if anchors else ())
        self._asked[ANCHORED] |= anchors

    def _known_by_names_asked(self) -> set[str]:
        """The speakers of sidecars that have a name or a host that was looked up: an older article may describe them
        otherwise."""
        named, hosted = self._asked[NAMED], self._asked[HOSTED]
        if not named and not hosted:
            return set()
        entries = (entry for article in self.symbols.articles.values() for entry in article.speakers)
        described = ((entry.id, entry.speaker) for entry in entries if entry.speaker)
        return {id for id, one in described if host_of_outlet(one) in hosted or not named.isdisjoint(slugs_of(one))}

    def _look_up(self, kind: str, names: Iterable[str]) -> None:
        new = {name for name in names if name} - self._asked[kind]
        self._found.update(self._names.having(kind, new) if new else ())
        self._asked[kind] |= new


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
    return _reached(shown, {**relations.answers, **{ref: (to,) for ref, to in relations.repeats.items()}})


def _reached(start: Iterable[str], ways: Mapping[str, Collection[str]]) -> set[str]:
    found, waiting = set[str](), list(start)
    while waiting:
        ref = waiting.pop()
        if ref not in found:
            found.add(ref)
            waiting += ways.get(ref, ())
    return found


def _references_to(symbols: Symbols, ref: str) -> Iterator[str]:
    """All that a reference to an annotation may say."""
    article, _, id = ref.partition("#")
    for of_article in (article, *symbols.articles[article].front.aliases):
        for name in (id, *symbols.annotations[ref].annotation.aliases):
            yield written_as(f"{of_article}#{name}")


def _articles_named(annotations: Iterable[Annotation]) -> Iterator[str]:
    return (ref.partition("#")[0] for one in annotations for ref in (one.repeats, *one.to))


def _articles_linked(facts: Iterable[ArticleFacts]) -> Iterator[str]:
    return (urls.article_with(link.partition("#")[0]) for article in facts for link in article.links)


def _speakers_of(annotations: Iterable[Annotation]) -> Iterator[str]:
    return (who.id for one in annotations for who in (one.speaker, *one.via))


def _publishers(symbols: Symbols) -> Iterator[str]:
    return (article.front.publisher for article in symbols.articles.values())


def _employers_here(facts: Iterable[ArticleFacts]) -> Iterator[str]:
    return (entry.organization for article in facts for entry in article.speakers)


def _employers(symbols: Symbols, speakers: Iterable[str]) -> Iterator[str]:
    for speaker in filter(None, map(symbols.speakers.get, speakers)):
        yield from (speaker.organization, *(role.organization for role in speaker.roles))
