"""Checks `to` and `repeats`: that they name annotations that can be answered or repeated, without circles."""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import partial

from generator import urls
from generator.checks.scope import LazyLocation, Problems, Scope
from generator.checks.wording import KIND_WORDS, did_you_mean, kind_and_id, replacement
from generator.diagnostics import Diagnostic, Location, Paste, capitalized, short
from generator.linking.symbols import edges_in_circles
from generator.model import (
    Annotation,
    ArticleFacts,
)
from generator.text import MOST_NEAREST, only_misspelt
from generator.values import Immutable

_BARE = re.compile(r"\s*(?:[a-z]+:\s*)?")
"""The first line of a sidecar that was emptied: nothing, or a key without a value."""
_MOST_NAMED = 3
"""Statements that are named at either end of a circle."""


class _Reference(Immutable):
    """One reference under `to` or `repeats` (`field`): as `written`, and the ref that it resolves to (empty: none)."""

    article: ArticleFacts
    annotation: Annotation
    field: str
    written: str
    resolved: str
    place: LazyLocation

    @property
    def at(self) -> Location:
        return self.place()


def _references(scope: Scope, articles: Iterable[ArticleFacts]) -> Iterator[_Reference]:
    annotations = ((article, placed.annotation) for article in articles for placed in article.annotations)
    for article, annotation in annotations:
        if not annotation.to and not annotation.repeats:
            continue
        parent = f"{article.id}#{annotation.parent}"
        pairs = [(f"to/{n}", to) for n, to in enumerate(annotation.to) if to != parent]
        pairs += [("repeats", annotation.repeats)] if annotation.repeats else []
        for key, written in pairs:
            place = partial(scope.at, article, f"{annotation.id}/{key}")
            yield _Reference(article, annotation, key.partition("/")[0], written, scope.symbols.find(written), place)


def unusable_references(scope: Scope) -> Problems:
    """References that name no annotation, one of a draft, one of the wrong kind, or one by its former id."""
    known = _KnownReferences(scope)
    for reference in _references(scope, scope.articles):
        if not reference.resolved:
            yield from _leading_nowhere(known, reference)
        elif scope.symbols.in_draft(reference.resolved):
            yield _leading_to_draft(reference)
        elif problem := _of_a_wrong_kind(scope, reference):
            yield problem
        elif urls.folded(reference.written) != urls.folded(reference.resolved):
            yield _by_a_former_id(scope, reference)


def _likely(id: str, usable: Sequence[str]) -> str:
    """The only usable id that `id` misspells, or that says the same with words more or fewer at its end; else empty."""
    longer = [one for one in usable if one.startswith(f"{id}-") or id.startswith(f"{one}-")]
    return only_misspelt(id, usable) or (longer[0] if len(longer) == 1 else "")


class _KnownReferences:
    """What references may name, among which to find what a wrong one may mean: at most `MOST_NEAREST` wrong ones."""

    def __init__(self, scope: Scope) -> None:
        self.scope = scope
        self._left = MOST_NEAREST
        self._usable: dict[tuple[str, bool], list[str]] = {}

    def nearest(self, reference: _Reference, article_id: str) -> str:
        """The nearest usable reference, as this article writes it; empty if none is near. It never names a draft."""
        article, _, annotation = reference.written.partition("#")
        if article_id in self.scope.symbols.drafts or self._left <= 0:
            return ""
        self._left -= 1
        is_certain = bool(article_id)
        article_id = article_id or only_misspelt(article, self.scope.others.article_ids())
        if not article_id:
            return self._elsewhere(reference, annotation)
        usable = self._in_article(article_id, reference.field == "to")
        if article_id == reference.article.id:
            usable = [id_ for id_ in usable if id_ != reference.annotation.id]
        if annotation not in usable and (other := self._elsewhere(reference, annotation)):
            return other
        nearest = annotation if annotation in usable else _likely(annotation, usable if is_certain else [])
        return _local_form(reference, f"{article_id}#{nearest}") if nearest else ""

    def _elsewhere(self, reference: _Reference, annotation: str) -> str:
        """The only annotation of another published article with exactly this id that can be meant; else empty."""
        kinds = ("claim", "counterpoint") if reference.field == "to" else ("claim",)
        having = [
            article
            for article in self.scope.others.annotated_as(annotation)
            for placed in article.annotations
            if placed.id == annotation and placed.annotation.kind in kinds and article.id != reference.article.id
        ]
        if having[:1] and reference.annotation.id in {placed.id for placed in having[0].annotations}:
            return ""  # this annotation was copied from there, and would answer the same twice
        return f"{having[0].id}#{annotation}" if len(having) == 1 else ""

    def _in_article(self, article_id: str, answered: bool) -> list[str]:
        """The ids of an article's claims, and if they are to be `answered`, of its counter-points."""
        key = article_id, answered
        if key not in self._usable:
            kinds = ("claim", "counterpoint") if answered else ("claim",)
            known = self.scope.symbols.articles
            article = known[article_id] if article_id in known else self.scope.others.outline(article_id)
            self._usable[key] = [placed.id for placed in article.annotations if placed.annotation.kind in kinds]
        return self._usable[key]


def _leading_nowhere(known: _KnownReferences, reference: _Reference) -> Problems:
    scope = known.scope
    written, _, annotation = reference.written.partition("#")
    article_id = scope.symbols.article(written)
    if {written, article_id} & scope.unreadable or (article_id and _is_reported(scope, article_id, annotation)):
        return  # the problem of that file is already reported, and fixing it fixes this reference
    nearest = known.nearest(reference, article_id)
    yield Diagnostic.of(
        "unknown-reference",
        reference.at,
        f"`{reference.field}` of {kind_and_id(reference.annotation)} names "
        f"“{short(_local_form(reference, reference.written))}”, "
        f"but {_what_is_missing(reference, article_id)}.",
        step=did_you_mean(nearest, "name an annotation by its `id`, or by `article#id` if it is in another article"),
        paste=_replaced_reference(scope, reference, nearest) if nearest else None,
    )


def _is_reported(scope: Scope, article_id: str, annotation: str) -> bool:
    """Whether an annotation may be there but could not be read, or the sidecar was emptied: then all are missing."""
    article = scope.symbols.articles[article_id]
    if article.is_broken(annotation) or not article.sidecar_path or article.annotations or article.speakers:
        return article.is_broken(annotation)
    first = scope.line_of(article.sidecar_path, 1)
    return first is not None and _BARE.fullmatch(first) is not None


def _what_is_missing(reference: _Reference, article_id: str) -> str:
    article, _, annotation = reference.written.partition("#")
    if not article_id:
        return f"there is no article “{short(article)}”"
    if article_id == reference.article.id:
        return f"this article has no annotation “{short(annotation)}”"
    return f"article “{article_id}” has no annotation “{short(annotation)}”"


def _local_form(reference: _Reference, ref: str) -> str:
    """A ref as this reference's article writes it: without the article's id if that is its own."""
    return ref.removeprefix(f"{reference.article.id}#")


def _replaced_reference(scope: Scope, reference: _Reference, by: str) -> Paste | None:
    local = _local_form(reference, reference.written)
    whole_line = replacement(scope, reference.at, reference.written, by)
    return whole_line or (replacement(scope, reference.at, local, by) if local != reference.written else None)


def _leading_to_draft(reference: _Reference) -> Diagnostic:
    subject = capitalized(kind_and_id(reference.annotation))
    if reference.field == "repeats":
        message = f"{subject} repeats “{reference.written}”, which is in a draft and can't give it a verdict."
        step = "Publish that draft first, or remove `repeats`."
        return Diagnostic.of("repeats-draft", reference.at, message, step=step)
    message = f"{subject} answers “{reference.written}”, which is in a draft, so the reference is left out."
    return Diagnostic.of(
        "reference-to-draft", reference.at, message, step="Publish the draft, or remove the reference."
    )


def _of_a_wrong_kind(scope: Scope, reference: _Reference) -> Diagnostic | None:
    target = scope.symbols.annotations[reference.resolved].annotation
    subject, name = capitalized(kind_and_id(reference.annotation)), _local_form(reference, reference.written)
    if reference.field == "repeats" and target.kind != "claim":
        message = f"{subject} can't repeat “{name}”: it is a {KIND_WORDS[target.kind]}, and only claims are repeated."
        return Diagnostic.of("reference-kind", reference.at, message, step="Name a claim, or remove `repeats`.")
    if reference.field == "to" and target.kind == "note":
        message = f"{subject} can't answer “{name}”: it is a note, and only claims and counter-points are answered."
        return Diagnostic.of("reference-kind", reference.at, message, step="Name a claim or a counter-point.")
    return None


def _by_a_former_id(scope: Scope, reference: _Reference) -> Diagnostic:
    present = _local_form(reference, reference.resolved)
    return Diagnostic.of(
        "former-id",
        reference.at,
        f"“{_local_form(reference, reference.written)}” is a former id of “{present}”.",
        step=f"Write `{present}`.",
        paste=_replaced_reference(scope, reference, present),
    )


def circles(scope: Scope) -> Problems:
    """Circles of `repeats` or of `to`: one problem for each, at the first reference that lies on it; those of which
    this is in one of the articles."""
    relations = scope.symbols.relations
    in_a_circle = {"to": relations.answer_circles, "repeats": relations.repeat_circles}
    on_one = {ref.partition("#")[0] for ref, _ in relations.answer_circles | relations.repeat_circles}
    own = {article.id for article in scope.articles} if on_one else set()
    if own.isdisjoint(on_one):
        return
    edges = {
        "to": edges_in_circles(relations.answers),  # with nested answers, which `answer_circles` leaves out
        "repeats": relations.repeat_circles,
    }
    onward = {field: _leading_on(pairs) for field, pairs in edges.items()}
    reported: dict[str, set[str]] = {"to": set(), "repeats": set()}
    of_circles = (article for article in scope.symbols.published if article.id in on_one)
    for reference in _references(scope, of_circles):
        ref, field = f"{reference.article.id}#{reference.annotation.id}", reference.field
        if (ref, reference.resolved) not in in_a_circle[field] or ref in reported[field]:
            continue
        reported[field].update(_reached(onward[field], ref))
        if reference.article.id in own:
            yield _circle(reference, ref, _way(onward[field], reference.resolved, ref))


def _leading_on(pairs: Iterable[tuple[str, str]]) -> Mapping[str, Sequence[str]]:
    onward: dict[str, list[str]] = {}
    for ref, to in sorted(pairs):
        onward.setdefault(ref, []).append(to)
    return onward


def _reached(onward: Mapping[str, Sequence[str]], ref: str) -> set[str]:
    """What is on circles with `ref`: all that it leads to by references that lie on circles."""
    reached, waiting = {ref}, [ref]
    while waiting:
        new = [to for to in onward[waiting.pop()] if to not in reached]
        reached.update(new)
        waiting += new
    return reached


def _way(onward: Mapping[str, Sequence[str]], start: str, end: str) -> list[str]:
    """A shortest way along a circle, with both ends."""
    came_from = {start: ""}
    waiting = deque([start])
    while waiting and end not in came_from:
        ref = waiting.popleft()
        for to in onward[ref]:
            if to not in came_from:
                came_from[to] = ref
                waiting.append(to)
    way = [end]
    while way[-1] != start:
        way.append(came_from[way[-1]])
    return way[::-1]


def _circle(reference: _Reference, ref: str, way: Sequence[str]) -> Diagnostic:
    subject = capitalized(kind_and_id(reference.annotation))
    verb = "answers" if reference.field == "to" else "repeats"
    if reference.resolved == ref:
        otherwise = ", or remove `repeats`" if reference.field == "repeats" else ""
        step = f"Name another annotation{otherwise}."
        return Diagnostic.of("reference-circle", reference.at, f"{subject} {verb} itself.", step=step)
    names = [f"“{_local_form(reference, name)}”" for name in (ref, *way)]
    if len(names) > 2 * _MOST_NAMED:
        hidden = len(names) - 2 * _MOST_NAMED
        names = [*names[:_MOST_NAMED], f"… ({hidden:,} more) …", *names[-_MOST_NAMED:]]
    message = f"{subject} {verb} “{_local_form(reference, reference.resolved)}”, which leads back to it."
    step = f"Remove `{reference.field}` from the earliest statement in this circle."
    details = [f"the circle: {' → '.join(names)}"]
    return Diagnostic.of("reference-circle", reference.at, message, details=details, step=step)


def repeats_with_something_of_their_own(scope: Scope) -> Problems:
    """Claims with `repeats` whose verdict, statement or updates differ from those of the claim they repeat."""
    relations = scope.symbols.relations
    for article, annotation in scope.annotations():
        ref = f"{article.id}#{annotation.id}" if annotation.repeats else ""
        repeated = relations.repeats.get(ref, "")
        if not repeated or (ref, repeated) in relations.repeat_circles:
            continue
        claim = scope.symbols.annotations[repeated].annotation
        for name in ("verdict", "statement", "updates"):
            if getattr(annotation, name) and getattr(annotation, name) != getattr(claim, name):
                yield Diagnostic.of(
                    "repeat-has-own",
                    scope.at(article, f"{annotation.id}/{name}"),
                    f"Claim “{annotation.id}” repeats “{repeated}” but has {_own(name)}.",
                    step=f"Remove `{name}` here, because it belongs to the repeated claim, or remove `repeats`.",
                )


def _own(name: str) -> str:
    return "its own `updates`" if name == "updates" else f"a different `{name}`"
