"""The symbol table of a site: everything that has an id, and what each reference resolves to.

It builds no archive and reports nothing. Linking and checking both resolve names here, so that linking leaves out
exactly what checking reports.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime, timedelta, timezone
from functools import lru_cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from generator.linking.draft_names import NamesUsed, names_of_drafts
from generator.linking.present_names import PresentNames, present_names
from generator.model import Annotation, AnnotationFacts, ArticleFacts, Registry, Settings, Source, Speaker
from generator.urls import folded
from generator.values import Immutable, replace

Edge = tuple[str, str]
"""The refs that a reference leads from and to."""


class Relations(Immutable):
    """The usable references among published annotations: ref → the claim it repeats, ref → the statements it answers.

    Both still contain circles; `repeat_circles` and `answer_circles` are the edges that linking must leave out.
    """

    repeats: Mapping[str, str]
    answers: Mapping[str, tuple[str, ...]]
    repeat_circles: frozenset[Edge]
    answer_circles: frozenset[Edge]


class Symbols(Immutable):
    """Everything that has an id. A ref is the full name of an annotation: `2015/amnesty-syria#only-cliches`.

    `articles` includes drafts and is sorted oldest first. `instants` maps an article's id to its date as a UTC time
    stamp, `refs` to its annotations' refs in order. `annotations` is keyed by ref. `drafts` holds the ids of articles
    that this build leaves out; `speakers` are the shared ones and those that the other articles describe.
    `drafts_speakers` and `drafts_sources` are the ids of shared ones that only those drafts use.
    All of these have present ids of speakers and sources in place of former ones, which `present` maps.
    `current_ids` maps a folded id or alias to an article's id, `current_refs` an annotation's former ref to its ref.
    """

    articles: Mapping[str, ArticleFacts]
    instants: Mapping[str, str]
    refs: Mapping[str, tuple[str, ...]]
    annotations: Mapping[str, AnnotationFacts]
    drafts: frozenset[str]
    speakers: Mapping[str, Speaker]
    sources: Mapping[str, Source]
    current_ids: Mapping[str, str]
    current_refs: Mapping[str, str]
    relations: Relations = Relations({}, {}, frozenset(), frozenset())
    drafts_speakers: frozenset[str] = frozenset()
    drafts_sources: frozenset[str] = frozenset()
    present: PresentNames = PresentNames({}, {})

    @property
    def published(self) -> Iterator[ArticleFacts]:
        """The articles that this build shows, oldest first."""
        return (article for article in self.articles.values() if article.id not in self.drafts)

    def article(self, name: str) -> str:
        """The id of the article with this id or alias, in any case or encoding; empty if there is none."""
        return name if name in self.articles else self.current_ids.get(folded(name), "")

    def find(self, reference: str) -> str:
        """The ref of the annotation with this ref, present or former; empty if there is none. It may be a draft's."""
        if reference in self.annotations:
            return reference
        article_id, _, annotation_id = reference.partition("#")
        ref = f"{self.article(article_id)}#{annotation_id}"
        return ref if ref in self.annotations else self.current_refs.get(ref, "")

    def featured(self, reference: str) -> str:
        """The ref of the published claim that this reference names, present or former, for the home page to show.

        Empty for any other annotation, for a repeat and for a withdrawn claim.
        """
        ref = self.find(reference) if reference else ""
        if not ref or self.in_draft(ref) or ref in self.relations.repeats:
            return ""
        annotation = self.annotations[ref].annotation
        return ref if annotation.kind == "claim" and not annotation.withdrawn else ""

    def in_draft(self, ref: str) -> bool:
        """Whether the annotation belongs to an article that this build leaves out."""
        return ref.partition("#")[0] in self.drafts


def symbols_of(facts: Iterable[ArticleFacts], registry: Registry, settings: Settings) -> Symbols:
    """The symbol table of all articles, drafts included."""
    as_written = list(facts)
    instants = {article.id: instant_of(article.front.date, settings.timezone) for article in as_written}
    as_written.sort(key=lambda article: (instants[article.id], article.id))
    present = present_names(registry, (a for a in as_written if settings.drafts or not a.front.draft))
    registry, oldest_first = present.of_registry(registry), [present.of_article(article) for article in as_written]
    drafts = frozenset(a.id for a in oldest_first if a.front.draft and not settings.drafts)
    refs = {article.id: tuple(f"{article.id}#{a.id}" for a in article.annotations) for article in oldest_first}
    in_drafts = (NamesUsed.of(article) for article in oldest_first if article.id in drafts)
    in_others = (NamesUsed.of(article) for article in oldest_first if article.id not in drafts)
    speakers, cited = names_of_drafts(registry, in_drafts, in_others)
    names = Symbols(
        articles={article.id: article for article in oldest_first},
        instants=instants,
        refs=refs,
        annotations={
            ref: a for article in oldest_first for ref, a in zip(refs[article.id], article.annotations, strict=True)
        },
        drafts=drafts,
        speakers=_all_speakers(registry, (a for a in oldest_first if a.id not in drafts)),
        sources=registry.sources,
        current_ids=_current_ids(oldest_first),
        current_refs=_current_refs(oldest_first),
        drafts_speakers=speakers,
        drafts_sources=cited,
        present=present,
    )
    return replace(names, relations=_relations(names))


def _all_speakers(registry: Registry, published: Iterable[ArticleFacts]) -> dict[str, Speaker]:
    """The shared speakers, then those that sidecars describe; of two with one id, the older article's."""
    speakers = dict(registry.speakers)
    for article in published:
        for entry in article.speakers:
            if entry.speaker is not None:
                speakers.setdefault(entry.id, entry.speaker)
    return speakers


def _current_ids(articles: Sequence[ArticleFacts]) -> dict[str, str]:
    present = {folded(article.id): article.id for article in reversed(articles)}
    former = {folded(alias): article.id for article in reversed(articles) for alias in article.front.aliases}
    return former | present


def _current_refs(articles: Iterable[ArticleFacts]) -> dict[str, str]:
    former: dict[str, str] = {}
    for article in articles:
        for placed in article.annotations:
            for alias in placed.annotation.aliases:
                former.setdefault(f"{article.id}#{alias}", f"{article.id}#{placed.id}")
    return former


# ── what repeats and answers what ────────────────────────────────────────────────────────────────────────────────


def _relations(names: Symbols) -> Relations:
    repeats: dict[str, str] = {}
    answers: dict[str, tuple[str, ...]] = {}
    nested: set[Edge] = set()
    for article in names.published:
        for ref, placed in zip(names.refs[article.id], article.annotations, strict=True):
            annotation = placed.annotation
            if annotation.repeats and (claim := _repeated_claim(names, annotation)):
                repeats[ref] = claim
            elif annotation.to and (targets := _answered_statements(names, annotation)):
                answers[ref] = targets
                nested.add((ref, f"{article.id}#{annotation.parent}"))
    return Relations(
        repeats,
        answers,
        edges_in_circles({ref: (claim,) for ref, claim in repeats.items()}),
        # Nesting alone can't form a circle: some `to` closes it, and only that edge is removed.
        edges_in_circles(answers) - nested,
    )


def _repeated_claim(names: Symbols, annotation: Annotation) -> str:
    ref = names.find(annotation.repeats)
    usable = annotation.kind == "claim" and ref and not names.in_draft(ref)
    return ref if usable and names.annotations[ref].annotation.kind == "claim" else ""


def _answered_statements(names: Symbols, annotation: Annotation) -> tuple[str, ...]:
    refs = dict.fromkeys(ref for target in annotation.to if (ref := names.find(target)))
    return tuple(ref for ref in refs if not names.in_draft(ref) and names.annotations[ref].annotation.kind != "note")


def edges_in_circles(edges: Mapping[str, Sequence[str]]) -> frozenset[Edge]:
    """The edges on circles: those inside a strongly connected component, and from a node to itself.

    `edges` maps a node to the nodes that it leads to.
    """
    inner = {node: ways for node, targets in edges.items() if (ways := [to for to in targets if to in edges])}
    within = _not_leading_to_an_end(inner)
    if not within:
        return frozenset()
    component = _components({node: [to for to in edges[node] if to in within] for node in edges if node in within})
    pairs = ((node, to) for node in component for to in edges[node])
    return frozenset((node, to) for node, to in pairs if component.get(to) == component[node])


def _not_leading_to_an_end(edges: Mapping[str, Sequence[str]]) -> set[str]:
    """The nodes left after removing, again and again, every node without outgoing edges: usually none.

    A cheap filter: only what is left can contain circles.
    """
    leading_to: dict[str, list[str]] = defaultdict(list)
    edges_left: dict[str, int] = {}
    for node, targets in edges.items():
        edges_left[node] = len(targets)
        for to in targets:
            leading_to[to].append(node)
    ended = [to for to in leading_to if to not in edges]
    while ended:
        for node in leading_to.get(ended.pop(), ()):
            edges_left[node] -= 1
            if edges_left[node] == 0:
                ended.append(node)
    return {node for node, count in edges_left.items() if count}


def _components(edges: Mapping[str, Sequence[str]]) -> dict[str, int]:
    """Node → number of its strongly connected component: Kosaraju's algorithm, in two passes without recursion."""
    backwards: dict[str, list[str]] = defaultdict(list)
    for node, targets in edges.items():
        for to in targets:
            backwards[to].append(node)
    component: dict[str, int] = {}
    for number, start in enumerate(reversed(_postorder(edges))):
        todo = [start]
        while todo:
            node = todo.pop()
            if node not in component:
                component[node] = number
                todo += backwards.get(node, ())
    return component


def _postorder(edges: Mapping[str, Sequence[str]]) -> list[str]:
    """All nodes in depth-first postorder: each after those that it leads to, apart from circles."""
    order: list[str] = []
    seen: set[str] = set()
    for start in edges:
        todo = [(start, iter(edges[start]))] if start not in seen else []
        seen.add(start)
        while todo:
            node, ways = todo[-1]
            to = next((to for to in ways if to not in seen), None)
            if to is None:
                order.append(node)
                todo.pop()
            else:
                seen.add(to)
                todo.append((to, iter(edges[to])))
    return order


# ── dates ────────────────────────────────────────────────────────────────────────────────────────────────────────


def instant_of(date: str, zone: str) -> str:
    """An article's date as a UTC time stamp, `YYYY-MM-DDTHH:MM:SSZ`. A bare date is the start of that day in `zone`.

    A date that can't be parsed is the year 1: reading has reported it.
    """
    moment = _parsed(date)
    local = moment if moment.tzinfo else moment.replace(tzinfo=_zone(zone))
    try:
        utc = local.astimezone(UTC)
    except OverflowError:  # in UTC it would be before year 1 or after year 9999
        utc = moment.replace(tzinfo=UTC)
    return utc.replace(tzinfo=None, microsecond=0).isoformat() + "Z"


def day_in(zone: str, date: str) -> str:
    """The day (`YYYY-MM-DD`) of an article's date in a time zone. A date without a time zone of its own is one there.

    A date that can't be parsed is in the year 1, as in `instant_of`.
    """
    moment = _parsed(date)
    try:
        return (moment.astimezone(_zone(zone)) if moment.tzinfo else moment).date().isoformat()
    except OverflowError:  # there it would be before year 1 or after year 9999
        return moment.date().isoformat()


def _parsed(date: str) -> datetime:
    for text in (date.replace(" ", "T", 1).replace(" ", ""), date[:10]):
        try:
            return datetime.fromisoformat(text)
        except ValueError:
            continue
    return datetime.min.replace(tzinfo=UTC)  # reading the front matter has reported it


@lru_cache(maxsize=8)
def _zone(name: str) -> ZoneInfo | timezone:
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return timezone(timedelta(0))


def holds_date(since: str, until: str, date: str) -> bool:
    """Whether a date lies between two others, both included. Dates compare to the precision of the less exact one
    (`2014`, `2014-05`); an empty end is open."""
    return since[: len(date)] <= date[: len(since)] and (not until or date[: len(until)] <= until[: len(date)])
