"""All that the pages of one article show, gathered: what stands in its own files, and what surrounds it elsewhere.

The two parts are kept apart. An edit of an article's own words changes nothing in what surrounds it, and what is
linked anew leaves most articles' own files as they were; so each part can be remembered by itself.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from generator.linking.exchanges import turns
from generator.model import (
    AnnotationFacts,
    Archive,
    Article,
    ArticleFacts,
    Body,
    CitedSource,
    Claim,
    Direction,
    FrontMatter,
    PictureFile,
    Statement,
    Verdict,
    Voice,
)
from generator.outputs.link_targets import Destinations
from generator.outputs.page_context import ArticleName, Site, article_names, site_of
from generator.urls import article_path, claim_path

NotesOf = Callable[[str], Mapping[str, str]]
"""The rendered notes of an article (HTML by annotation id), given its id."""


@dataclass(frozen=True, slots=True)
class Move:
    """One turn of an exchange, by reference: the counter-point, how deep it stands (from 1), and what it answers."""

    ref: str
    depth: int
    target: str


@dataclass(frozen=True, slots=True)
class Exchange:
    """A claim and the moves it led to, in reading order: each before its answers."""

    claim: Claim
    moves: tuple[Move, ...]


@dataclass(frozen=True, slots=True)
class Linked:
    """A `Statement` without its facts: what linking has found out about it."""

    ref: str
    voice: Voice | None
    via: tuple[Voice, ...]
    said: str
    occasion: str
    language: str
    direction: Direction
    verdict: Verdict | None
    root: str
    targets: tuple[str, ...]
    answers: tuple[str, ...]
    sources: tuple[CitedSource, ...]

    @staticmethod
    def of(s: Statement) -> Linked:
        return Linked(
            s.ref, s.voice, s.via, s.said, s.occasion, s.language, s.direction, s.verdict, s.root, s.targets,
            s.answers, s.sources,
        )  # fmt: skip

    def statement(self, article: str, facts: AnnotationFacts) -> Statement:
        return Statement(
            self.ref, article, facts, self.voice, self.via, self.said, self.occasion, self.language, self.direction,
            self.verdict, self.root, self.targets, self.answers, self.sources,
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What an article's pages show beside the words of its own two files: how it is linked, and what others say.

    `article` has blank facts, and `own` are the statements in it without theirs: these come from the files. `others`
    are the statements of other articles that are named or shown, `notes` the rendered notes of those shown, by
    reference; `articles` the names of all articles these stand in and of its neighbours; `paths` the places in the
    output, of those its texts link to, that there are (`path`, `path#fragment`); `pictures` those that are pictures.
    """

    article: Article
    own: tuple[Linked, ...]
    exchanges: tuple[Exchange, ...]
    others: tuple[Statement, ...]
    notes: Mapping[str, str]
    articles: tuple[ArticleName, ...]
    paths: frozenset[str]
    pictures: Mapping[str, PictureFile]


@dataclass(frozen=True, slots=True)
class Dossier:
    """All that the pages of one article show. `statements` are its own and the others', `notes` those of all that are
    shown, both by reference, `articles` the names by id; the rest as in `Surroundings`."""

    site: Site
    article: Article
    body: Body
    exchanges: tuple[Exchange, ...]
    statements: Mapping[str, Statement]
    notes: Mapping[str, str]
    articles: Mapping[str, ArticleName]
    paths: frozenset[str]
    pictures: Mapping[str, PictureFile]


def seen_by_others(facts: ArticleFacts) -> ArticleFacts:
    """What other articles' pages, lists and links can tell of an article: all but where in its text a passage stands,
    and how long the text is. Only its own pages and its small score on the home page show that."""
    placed = tuple(map(_without_places, facts.annotations))
    return replace(facts, annotations=placed, length=0, paragraphs=0)


def dossier(site: Site, facts: ArticleFacts, body: Body, around: Surroundings) -> Dossier:
    """The two parts put together."""
    placed = {one.id: one for one in facts.annotations}
    own = {s.ref: s.statement(facts.id, placed[s.ref.partition("#")[2]]) for s in around.own}
    notes = {f"{facts.id}#{id}": html for id, html in body.notes.items() if html}
    return Dossier(
        site=site,
        article=replace(around.article, facts=facts),
        body=body,
        exchanges=around.exchanges,
        statements={**own, **{s.ref: s for s in around.others}},
        notes={**notes, **around.notes},
        articles={name.id: name for name in around.articles},
        paths=around.paths,
        pictures=around.pictures,
    )


def with_notes(around: Surroundings, anew: Mapping[str, str]) -> Surroundings:
    """The same with the notes (HTML by reference) that others have written anew, as far as they are shown here."""
    notes = {**around.notes, **anew}
    shown = (ref for ref in _shown_of_others(around.exchanges, around.article.id) if notes.get(ref))
    return replace(around, notes={ref: notes[ref] for ref in shown})


def _shown_of_others(exchanges: Iterable[Exchange], article: str) -> Iterator[str]:
    return (ref for ref in dict.fromkeys(_shown_in(exchanges)) if ref.partition("#")[0] != article)


def _shown_in(exchanges: Iterable[Exchange]) -> Iterator[str]:
    for exchange in exchanges:
        yield from exchange.claim.appearances
        yield from (move.ref for move in exchange.moves)


def dossiers(archive: Archive, bodies: Mapping[str, Body]) -> Iterator[Dossier]:
    """One for each article, in the archive's order. `bodies` holds the body of every article, by id."""
    gather = Gatherer(archive, lambda article: bodies[article].notes)
    for article in archive.articles:
        yield dossier(gather.site, article.facts, bodies[article.id], gather.surroundings(article))


class Gatherer:
    """The archive with the tables that gathering needs, made once."""

    def __init__(self, archive: Archive, notes_of: NotesOf) -> None:
        self.site = site_of(archive)
        self._archive = archive
        self._notes_of = notes_of
        self._statements = archive.statements
        self._names = article_names(archive)
        self._destinations = Destinations(archive)
        self._links = {article.id: _links(article) for article in archive.articles}
        self._pictures = archive.pictures
        self._seen: dict[str, Statement] = {}
        self._claims: dict[str, list[Claim]] = {}
        for claim in archive.claims:
            self._claims.setdefault(claim.ref.partition("#")[0], []).append(claim)

    def page_paths(self, article: Article) -> Iterator[tuple[str, str]]:
        """The paths of the pages that `plan_article` makes of it, in its order, each with whose it is, in words."""
        yield article_path(article.id), f"the article “{article.id}”"
        if not self.site.urls.writes("claims"):
            return
        repeats = (ref for ref in article.statements if self._statements[ref].root != ref)
        for ref in (*(claim.ref for claim in self._home_claims(article)), *repeats):
            yield claim_path(ref), f"the claim “{ref}”"

    def alone(self, article: Article) -> tuple[object, ...]:
        """All that `surroundings` reads of other articles, where these are but its neighbours: nothing in it answers
        or repeats what others say, or is answered or repeated by them, and its texts lead nowhere in the archive.
        Empty where there is more. The rest is its own facts, the settings, and who and what is known by a name."""
        if self._links[article.id] or any(map(self._leads_outside, article.statements)):
            return ()
        if any(claim.appearances != (claim.ref,) for claim in self._claims.get(article.id, ())):
            return ()
        return article.publisher, *(self._names.get(id) for id in (article.earlier, article.later))

    def _leads_outside(self, ref: str) -> bool:
        s = self._statements[ref]
        own = f"{s.article}#"
        return s.root != ref or not all(other.startswith(own) for other in (*s.targets, *s.answers))

    def surroundings(self, article: Article) -> Surroundings:
        exchanges = tuple(Exchange(claim, self._moves(claim)) for claim in self._home_claims(article))
        shown = dict.fromkeys((*article.statements, *_shown_in(exchanges)))
        statements = [self._statements[ref] for ref in self._with_those_named(shown)]
        involved = {s.article for s in statements}
        named = {path for id in involved | {article.id} for path in self._links[id]}
        names = sorted(involved | {article.id, article.earlier, article.later} - {""})
        return Surroundings(
            article=replace(article, facts=_blank_article(article.id)),
            own=tuple(Linked.of(self._statements[ref]) for ref in article.statements),
            exchanges=exchanges,
            others=tuple(self._as_others_see_it(s) for s in statements if s.article != article.id),
            notes={ref: html for ref in _shown_of_others(exchanges, article.id) if (html := self._note(ref))},
            articles=tuple(self._names[id] for id in names),
            paths=self._destinations.among(named),
            pictures={path: self._pictures[path] for path in sorted(named & self._pictures.keys())},
        )

    def _as_others_see_it(self, statement: Statement) -> Statement:
        if statement.ref not in self._seen:
            self._seen[statement.ref] = replace(statement, facts=_without_places(statement.facts))
        return self._seen[statement.ref]

    def _home_claims(self, article: Article) -> Iterable[Claim]:
        order = {ref: n for n, ref in enumerate(article.statements)}
        return sorted(self._claims.get(article.id, ()), key=lambda claim: order[claim.ref])

    def _moves(self, claim: Claim) -> tuple[Move, ...]:
        """The exchange below a claim as one column, each turn before its answers."""
        moves: list[Move] = []
        answerable = set(claim.appearances)
        waiting = [(turn, 1, claim.ref) for turn in reversed(turns(self._archive, claim.ref))]
        while waiting:
            turn, depth, parent = waiting.pop()
            ref, targets = turn.statement.ref, turn.statement.targets
            target = next((to for to in targets if to in answerable and (depth == 1 or to == parent)), "")
            moves.append(Move(ref, depth, target or next((to for to in targets if to in answerable), parent)))
            answerable.add(ref)
            waiting += [(answer, depth + 1, ref) for answer in reversed(turn.answers)]
        return tuple(moves)

    def _with_those_named(self, shown: Iterable[str]) -> list[str]:
        refs: dict[str, None] = {}
        for ref in shown:
            statement = self._statements[ref]
            refs |= dict.fromkeys((ref, statement.root, *statement.targets, *statement.answers))
        return list(refs)

    def _note(self, ref: str) -> str:
        article, _, annotation = ref.partition("#")
        return self._notes_of(article).get(annotation, "")


def _links(article: Article) -> Iterable[str]:
    """Where its texts lead, its picture among them."""
    image = article.front.image
    return (*article.facts.links, image.src) if image and image.src else article.facts.links


def _without_places(facts: AnnotationFacts) -> AnnotationFacts:
    return replace(facts, passages=tuple(replace(passage, start=0, end=0, lane=1) for passage in facts.passages))


def _blank_article(id: str) -> ArticleFacts:
    return ArticleFacts(id, "", "", FrontMatter("", ""))
