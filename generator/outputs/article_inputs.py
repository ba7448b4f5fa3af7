"""Gathers the input of one article's pages, in two parts: its own files, and its surroundings in the archive.

The parts are separate so that each can be cached by its own digest: editing an article's text does not change its
surroundings, and linking the archive again does not change the article's own files.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping

from msgspec import field

from generator.linking.exchanges import turns
from generator.linking.limits import with_most_tags
from generator.linking.linked_article import Linked, with_blank_facts
from generator.model import (
    AnnotationFacts,
    Archive,
    Article,
    ArticleFacts,
    Body,
    Claim,
    PictureFile,
    Statement,
)
from generator.outputs.link_targets import Destinations
from generator.outputs.page_context import MOST_NAMED, ArticleName, Site, article_names, site_of
from generator.outputs.page_history import NO_PAGE_HISTORY, PageHistory
from generator.urls import article_path, claim_path
from generator.values import Immutable, replace

NotesOf = Callable[[str], Mapping[str, str]]
"""Maps an article's id to its rendered notes (HTML by annotation id)."""


class Move(Immutable):
    """One turn of an exchange, by reference: the counter-point, its depth (from 1), and the statement it answers.

    `whole_in` is empty, or the claim on whose page the counter-point stands with its note and the answers to it.
    """

    ref: str
    depth: int
    target: str
    whole_in: str = ""


class Exchange(Immutable):
    """A claim and the moves below it, in reading order: each move before its answers."""

    claim: Claim
    moves: tuple[Move, ...]


class Surroundings(Immutable):
    """What an article's pages show besides its own two files: its links in the archive, and what other articles say.

    `article` has blank facts and `own` holds its statements without facts: `dossier` fills in both from the files.
    `others` are the statements of other articles that the pages name or show, and `notes` the rendered notes of those
    they show, by reference. `articles` holds the names of the article, of those that these statements are in, and of
    its neighbours. `paths` holds the link targets (`path`, `path#fragment`) that exist in the output, from the texts of
    all these articles but the neighbours; `pictures` holds those that are pictures, by path. `cards` holds what the
    pictures for links to the article's pages say, by path of the page.
    """

    article: Article
    own: tuple[Linked, ...]
    exchanges: tuple[Exchange, ...]
    others: tuple[Statement, ...]
    notes: Mapping[str, str]
    articles: tuple[ArticleName, ...]
    paths: tuple[str, ...]
    pictures: Mapping[str, PictureFile]
    cards: Mapping[str, str] = field(default_factory=dict)


class Dossier(Immutable):
    """Everything that the pages of one article show.

    `statements` holds its own and those of others, `notes` the rendered notes of all that are shown, both by
    reference; `articles` holds names by article id. The other fields are as in `Surroundings`.
    """

    site: Site
    article: Article
    body: Body
    exchanges: tuple[Exchange, ...]
    statements: Mapping[str, Statement]
    notes: Mapping[str, str]
    articles: Mapping[str, ArticleName]
    paths: frozenset[str]
    pictures: Mapping[str, PictureFile]
    history: PageHistory = NO_PAGE_HISTORY


def seen_by_others(facts: ArticleFacts) -> ArticleFacts:
    """The facts of an article that other pages can show: all but the positions of its passages and the length and
    paragraphs of its text. Only the article's own pages show these, and the home page, if it quotes the article."""
    placed = tuple(map(without_places, facts.annotations))
    return replace(facts, annotations=placed, length=0, paragraphs=0, withheld_paragraphs=(), paragraph_digests=b"")


def dossier(
    site: Site, facts: ArticleFacts, body: Body, around: Surroundings, history: PageHistory = NO_PAGE_HISTORY
) -> Dossier:
    """Combines an article's own files (`facts`, `body`) with its surroundings and its history."""
    facts = with_most_tags(facts)
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
        paths=frozenset(around.paths),
        pictures=around.pictures,
        history=history,
    )


def _noted_of_others(exchanges: Iterable[Exchange], article: str) -> Iterator[str]:
    """The statements of other articles that stand with their notes in the exchanges of an article."""
    shown = dict.fromkeys(_shown_in(exchanges, whole=True))
    return (ref for ref in shown if ref.partition("#")[0] != article)


def _shown_in(exchanges: Iterable[Exchange], *, whole: bool = False) -> Iterator[str]:
    for exchange in exchanges:
        yield from exchange.claim.appearances
        yield from (move.ref for move in exchange.moves if not (whole and move.whole_in))


class Gatherer:
    """Gathers surroundings from an archive, with lookup tables that are built once."""

    def __init__(self, archive: Archive, notes_of: NotesOf) -> None:
        self.site = site_of(archive)
        self._archive = archive
        self._notes_of = notes_of
        self._statements = archive.statements
        self._names = article_names(archive)
        self._destinations = Destinations(archive)
        self._pictures = archive.pictures
        self._seen: dict[str, Statement] = {}
        self._places: dict[str, Mapping[str, int]] = {}

    def page_paths(self, article: Article) -> Iterator[tuple[str, str]]:
        """Yields (path, owner) for each page that `plan_article` makes of the article, in the same order. The owner
        names the page in messages, as `Page.owner` does."""
        yield article_path(article.id), f"the article “{article.id}”"
        if annotations := self.site.urls.annotations(article.id):
            yield annotations.path, f"the annotations of “{article.id}” as JSON-LD"
        if not self.site.urls.writes("claims"):
            return
        repeats = (ref for ref in article.statements if self._statements[ref].root != ref)
        for ref in (*(claim.ref for claim in self._home_claims(article)), *repeats):
            yield claim_path(ref), f"the claim “{ref}”"

    def alone(self, article: Article) -> tuple[object, ...]:
        """What `surroundings` reads of other articles if that is only the names of the article's neighbours, its
        publisher, and the pages that list its sources; to compare with the value of an earlier build. Empty if it reads
        more: if the article's statements answer or repeat those of other articles, or are answered or repeated there,
        or if its texts have links into the archive. Besides this value, `surroundings` depends on the article's own
        facts, the settings, and the known speakers and sources."""
        if _links(article) or any(map(self._leads_outside, article.statements)):
            return ()
        if any(claim.appearances != (claim.ref,) for claim in self._home_claims(article)):
            return ()
        pages = tuple(cited.page for ref in article.statements for cited in self._statements[ref].sources)
        return article.publisher, pages, *(self._names.get(id) for id in (article.earlier, article.later))

    def _leads_outside(self, ref: str) -> bool:
        s = self._statements[ref]
        own = f"{s.article}#"
        return s.root != ref or not all(other.startswith(own) for other in (*s.targets, *s.answers))

    def surroundings(self, article: Article) -> Surroundings:
        """What the article's pages show besides its own two files."""
        exchanges = tuple(Exchange(claim, self._moves(claim)) for claim in self._home_claims(article))
        shown = dict.fromkeys((*article.statements, *_shown_in(exchanges)))
        statements = [self._statements[ref] for ref in self._with_related(article.id, shown)]
        involved = {s.article for s in statements}
        named = {path for id in involved | {article.id} for path in _links(self._archive.articles_by_id[id])}
        names = sorted(involved | {article.id, article.earlier, article.later} - {""})
        return Surroundings(
            article=with_blank_facts(article),
            own=tuple(Linked.of(self._statements[ref]) for ref in article.statements),
            exchanges=exchanges,
            others=tuple(self._as_seen_by_others(s) for s in statements if s.article != article.id),
            notes={ref: html for ref in _noted_of_others(exchanges, article.id) if (html := self._note(ref))},
            articles=tuple(self._names[id] for id in names),
            paths=tuple(sorted(self._destinations.among(named))),
            pictures={path: self._pictures[path] for path in sorted(named & self._pictures.keys())},
            cards=self.cards(article),
        )

    def cards(self, article: Article) -> Mapping[str, str]:
        """What the pictures for links to the article's pages say, by path of the page."""
        known = self._archive.cards
        return {path: known[path] for path, _ in self.page_paths(article) if path in known} if known else {}

    def _as_seen_by_others(self, statement: Statement) -> Statement:
        if statement.ref not in self._seen:
            self._seen[statement.ref] = replace(statement, facts=without_places(statement.facts))
        return self._seen[statement.ref]

    def _home_claims(self, article: Article) -> Iterator[Claim]:
        known = self._archive.claims_by_ref
        return (known[ref] for ref in article.statements if ref in known)

    def _moves(self, claim: Claim) -> tuple[Move, ...]:
        """The exchange below a claim as one flat list, each turn before its answers."""
        moves: list[Move] = []
        appearances = frozenset(claim.appearances)
        answerable = set(appearances)
        waiting = [(turn, 1, claim.ref) for turn in reversed(turns(self._archive, claim.ref))]
        while waiting:
            turn, depth, parent = waiting.pop()
            ref = turn.statement.ref
            moves.append(
                Move(ref, depth, self._target(turn.statement, appearances, depth, parent, answerable), turn.whole_in)
            )
            answerable.add(ref)
            waiting += [(answer, depth + 1, ref) for answer in reversed(turn.answers)]
        return tuple(moves)

    def _target(
        self, statement: Statement, appearances: Collection[str], depth: int, parent: str, earlier: Collection[str]
    ) -> str:
        """What a turn is shown to answer: an appearance of the claim, or the statement above it. Where that is not
        among its targets (below `DEEPEST_TURN`), the first of those that is an earlier turn."""
        places = self._places_of_targets(statement)
        if depth > 1:
            return parent if parent in places else next((to for to in places if to in earlier), parent)
        if len(appearances) < len(places):
            return min((to for to in appearances if to in places), key=places.__getitem__, default=parent)
        return next((to for to in places if to in appearances), parent)

    def _places_of_targets(self, statement: Statement) -> Mapping[str, int]:
        """The targets of a statement, each with its place among them; computed once for a statement with many."""
        if len(statement.targets) <= MOST_NAMED:
            return {to: place for place, to in enumerate(statement.targets)}
        if statement.ref not in self._places:
            self._places[statement.ref] = {to: place for place, to in enumerate(statement.targets)}
        return self._places[statement.ref]

    def _with_related(self, article: str, shown: Iterable[str]) -> list[str]:
        """The references in `shown` and of all that their notes name on the pages of the article."""
        refs: dict[str, None] = {}
        for ref in shown:
            statement = self._statements[ref]
            most = None if statement.article == article else MOST_NAMED
            refs |= dict.fromkeys((ref, statement.root, *statement.targets[:most], *statement.answers[:most]))
        return list(refs)

    def _note(self, ref: str) -> str:
        article, _, annotation = ref.partition("#")
        return self._notes_of(article).get(annotation, "")


def _links(article: Article) -> Iterable[str]:
    """The targets of the links in an article's texts, and its picture."""
    image = article.front.image
    return (*article.facts.links, image.src) if image and image.src else article.facts.links


def without_places(facts: AnnotationFacts) -> AnnotationFacts:
    """The facts of an annotation without the positions of its passages."""
    return replace(facts, passages=tuple(replace(passage, start=0, end=0, lane=1) for passage in facts.passages))
