"""What can be referred to in a site, and what each reference means. It makes no archive and reports nothing.

Linking and checking both ask here, so that what one leaves out is what the other reports.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta, timezone
from functools import lru_cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from generator.model import Annotation, AnnotationFacts, ArticleFacts, Registry, Settings, Source, Speaker
from generator.urls import folded

Edge = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Relations:
    """Which claim repeats which, and what each counter-point answers, among what is published, as far as it can be.

    Circles are still in it: `repeat_circles` and `answer_circles` are the pairs (from, to) that have to go.
    """

    repeats: Mapping[str, str]
    answers: Mapping[str, tuple[str, ...]]
    repeat_circles: frozenset[Edge]
    answer_circles: frozenset[Edge]


@dataclass(frozen=True, slots=True)
class Symbols:
    """All that has a name. `articles` stand oldest first, drafts among them; `annotations` are keyed by reference, and
    `refs` are the references of each article's annotations, in their order.

    `drafts` are the ids of the articles that this build leaves out; `speakers` are the shared ones and those that
    the other articles bring with them. `current_ids` leads from a folded id, present or former, to the id of an
    article, `current_refs` from the reference that an annotation had to the one that it has. `relations` are those
    among what is published.
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

    @property
    def published(self) -> Iterator[ArticleFacts]:
        """The articles that this build shows, oldest first."""
        return (article for article in self.articles.values() if article.id not in self.drafts)

    def article(self, name: str) -> str:
        """The id of the article that is called so, or was; empty where there is none."""
        return name if name in self.articles else self.current_ids.get(folded(name), "")

    def find(self, reference: str) -> str:
        """The reference of the annotation that is called so, or was; empty where there is none. It may be a draft's."""
        if reference in self.annotations:
            return reference
        article_id, _, annotation_id = reference.partition("#")
        ref = f"{self.article(article_id)}#{annotation_id}"
        return ref if ref in self.annotations else self.current_refs.get(ref, "")

    def in_draft(self, ref: str) -> bool:
        return ref.partition("#")[0] in self.drafts


def symbols_of(facts: Iterable[ArticleFacts], registry: Registry, settings: Settings) -> Symbols:
    facts = list(facts)
    instants = {article.id: instant_of(article.front.date, settings.timezone) for article in facts}
    oldest_first = sorted(facts, key=lambda article: (instants[article.id], article.id))
    drafts = frozenset(a.id for a in facts if a.front.draft and not settings.drafts)
    refs = {article.id: tuple(f"{article.id}#{a.id}" for a in article.annotations) for article in oldest_first}
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
    )
    return replace(names, relations=_relations(names))


def _all_speakers(registry: Registry, published: Iterable[ArticleFacts]) -> dict[str, Speaker]:
    """The shared speakers, and the articles' own: of two that give one id, the earlier article's."""
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
        # What is nested can't be a circle by itself: the fault lies with what was written under `to`.
        edges_in_circles(answers) - nested,
    )


def _repeated_claim(names: Symbols, annotation: Annotation) -> str:
    ref = names.find(annotation.repeats)
    usable = annotation.kind == "claim" and ref and not names.in_draft(ref)
    return ref if usable and names.annotations[ref].annotation.kind == "claim" else ""


def _answered_statements(names: Symbols, annotation: Annotation) -> tuple[str, ...]:
    found = dict.fromkeys(ref for target in annotation.to if (ref := names.find(target)))
    return tuple(ref for ref in found if not names.in_draft(ref) and names.annotations[ref].annotation.kind != "note")


def edges_in_circles(edges: Mapping[str, Sequence[str]]) -> frozenset[Edge]:
    """The edges that lie on a circle: those inside a strongly connected component, and from a thing to itself."""
    going_on = {node: ways for node, targets in edges.items() if (ways := [to for to in targets if to in edges])}
    within = _on_the_way_between_circles(going_on)
    if not within:
        return frozenset()
    component = _components({node: [to for to in edges[node] if to in within] for node in edges if node in within})
    pairs = ((node, to) for node in component for to in edges[node])
    return frozenset((node, to) for node, to in pairs if component.get(to) == component[node])


def _on_the_way_between_circles(edges: Mapping[str, Sequence[str]]) -> set[str]:
    """The nodes left when all that lead to an end are taken away, one after the other: nearly always none."""
    leading_to: dict[str, list[str]] = defaultdict(list)
    open_ways: dict[str, int] = {}
    for node, targets in edges.items():
        open_ways[node] = len(targets)
        for to in targets:
            leading_to[to].append(node)
    ended = [to for to in leading_to if to not in edges]
    while ended:
        for node in leading_to.get(ended.pop(), ()):
            open_ways[node] -= 1
            if open_ways[node] == 0:
                ended.append(node)
    return {node for node, ways in open_ways.items() if ways}


def _components(edges: Mapping[str, Sequence[str]]) -> dict[str, int]:
    """Node → number of its strongly connected component (Kosaraju's two passes, without recursion)."""
    backwards: dict[str, list[str]] = defaultdict(list)
    for node, targets in edges.items():
        for to in targets:
            backwards[to].append(node)
    component: dict[str, int] = {}
    for number, start in enumerate(reversed(_in_order_of_leaving(edges))):
        todo = [start]
        while todo:
            node = todo.pop()
            if node not in component:
                component[node] = number
                todo += backwards.get(node, ())
    return component


def _in_order_of_leaving(edges: Mapping[str, Sequence[str]]) -> list[str]:
    """All nodes, each after those that can be reached from it (circles apart)."""
    left: list[str] = []
    seen: set[str] = set()
    for start in edges:
        todo = [(start, iter(edges[start]))] if start not in seen else []
        seen.add(start)
        while todo:
            node, ways = todo[-1]
            to = next((to for to in ways if to not in seen), None)
            if to is None:
                left.append(node)
                todo.pop()
            else:
                seen.add(to)
                todo.append((to, iter(edges[to])))
    return left


# ── dates ────────────────────────────────────────────────────────────────────────────────────────────────────────


def instant_of(date: str, zone: str) -> str:
    """An article's date as a UTC time stamp, `YYYY-MM-DDTHH:MM:SSZ`. A bare date is the start of that day in `zone`."""
    moment = _parsed(date)
    local = moment if moment.tzinfo else moment.replace(tzinfo=_zone(zone))
    try:
        utc = local.astimezone(UTC)
    except OverflowError:  # the first or the last day of the calendar, in a zone that leads beyond it
        utc = moment.replace(tzinfo=UTC)
    return utc.replace(tzinfo=None, microsecond=0).isoformat() + "Z"


def _parsed(date: str) -> datetime:
    for text in (date.replace(" ", "T", 1).replace(" ", ""), date[:10]):
        try:
            return datetime.fromisoformat(text)
        except ValueError:
            continue
    return datetime.min.replace(tzinfo=UTC)  # reading has reported it


@lru_cache(maxsize=8)
def _zone(name: str) -> ZoneInfo | timezone:
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return timezone(timedelta(0))


def holds_date(since: str, until: str, date: str) -> bool:
    """Whether a stretch of time holds a date: both ends included, as exact as they are written (`2014`, `2014-05`)."""
    return since[: len(date)] <= date[: len(since)] and (not until or date[: len(until)] <= until[: len(date)])
