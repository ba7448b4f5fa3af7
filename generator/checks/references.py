"""Checks `to` and `repeats`: that they name annotations that can be answered or repeated, without circles."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial

from generator import urls
from generator.checks.scope import LazyLocation, Problems, Scope
from generator.checks.wording import KIND_WORDS, capitalized, did_you_mean, kind_and_id, replacement
from generator.diagnostics import Diagnostic, Location, Paste
from generator.model import (
    Annotation,
    ArticleFacts,
)
from generator.text import nearest_name


@dataclass(frozen=True, slots=True)
class _Reference:
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


def _references(scope: Scope) -> Iterator[_Reference]:
    for article, annotation in scope.annotations():
        parent = f"{article.id}#{annotation.parent}"
        pairs = [(f"to/{n}", to) for n, to in enumerate(annotation.to) if to != parent]
        pairs += [("repeats", annotation.repeats)] if annotation.repeats else []
        for key, written in pairs:
            place = partial(scope.at, article, f"{annotation.id}/{key}")
            yield _Reference(article, annotation, key.partition("/")[0], written, scope.symbols.find(written), place)


def unusable_references(scope: Scope) -> Problems:
    """References that name no annotation, one of a draft, one of the wrong kind, or one by its former id."""
    for reference in _references(scope):
        if not reference.resolved:
            yield from _leading_nowhere(scope, reference)
        elif scope.symbols.in_draft(reference.resolved):
            yield _leading_to_draft(reference)
        elif problem := _of_a_wrong_kind(scope, reference):
            yield problem
        elif urls.folded(reference.written) != urls.folded(reference.resolved):
            yield _by_a_former_id(scope, reference)


def _leading_nowhere(scope: Scope, reference: _Reference) -> Problems:
    written = reference.written.partition("#")[0]
    article_id = scope.symbols.article(written)
    if written in scope.unreadable or (article_id and scope.symbols.articles[article_id].broken_sidecar):
        return  # the error in that file is already reported, and fixing it fixes this reference
    nearest = _nearest_reference(scope, reference, article_id)
    yield Diagnostic.of(
        "unknown-reference",
        reference.at,
        f"`{reference.field}` of {kind_and_id(reference.annotation)} names "
        f"“{_short(reference, reference.written)}”, "
        f"but {_what_is_missing(reference, article_id)}.",
        step=did_you_mean(nearest, "name an annotation by its `id`, or by `article#id` if it is in another article"),
        paste=_replaced_reference(scope, reference, nearest) if nearest else None,
    )


def _what_is_missing(reference: _Reference, article_id: str) -> str:
    article, _, annotation = reference.written.partition("#")
    if not article_id:
        return f"there is no article “{article}”"
    if article_id == reference.article.id:
        return f"this article has no annotation “{annotation}”"
    return f"article “{article_id}” has no annotation “{annotation}”"


def _nearest_reference(scope: Scope, reference: _Reference, article_id: str) -> str:
    """The nearest usable reference, as this article writes it; empty if none is near. It never names a draft."""
    article, _, annotation = reference.written.partition("#")
    if article_id in scope.symbols.drafts:
        return ""
    published = (other.id for other in scope.articles)
    article_id = article_id or nearest_name(article, published)
    if not article_id:
        return ""
    usable = [
        placed.id
        for placed in scope.symbols.articles[article_id].annotations
        if placed.annotation.kind == "claim" or (reference.field == "to" and placed.annotation.kind == "counterpoint")
        if (article_id, placed.id) != (reference.article.id, reference.annotation.id)
    ]
    nearest = annotation if annotation in usable else nearest_name(annotation, usable)
    return _short(reference, f"{article_id}#{nearest}") if nearest else ""


def _short(reference: _Reference, ref: str) -> str:
    """A ref as this reference's article writes it: without the article's id if that is its own."""
    return ref.removeprefix(f"{reference.article.id}#")


def _replaced_reference(scope: Scope, reference: _Reference, by: str) -> Paste | None:
    local = _short(reference, reference.written)
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
    subject, name = capitalized(kind_and_id(reference.annotation)), _short(reference, reference.written)
    if reference.field == "repeats" and target.kind != "claim":
        message = f"{subject} can't repeat “{name}”: it is a {KIND_WORDS[target.kind]}, and only claims are repeated."
        return Diagnostic.of("reference-kind", reference.at, message, step="Name a claim, or remove `repeats`.")
    if reference.field == "to" and target.kind == "note":
        message = f"{subject} can't answer “{name}”: it is a note, and only claims and counter-points are answered."
        return Diagnostic.of("reference-kind", reference.at, message, step="Name a claim or a counter-point.")
    return None


def _by_a_former_id(scope: Scope, reference: _Reference) -> Diagnostic:
    present = _short(reference, reference.resolved)
    return Diagnostic.of(
        "former-id",
        reference.at,
        f"“{_short(reference, reference.written)}” is a former id of “{present}”.",
        step=f"Write `{present}`.",
        paste=_replaced_reference(scope, reference, present),
    )


def circles(scope: Scope) -> Problems:
    """References that lie on a circle of `repeats` or of `to`."""
    in_a_circle = {"to": scope.symbols.relations.answer_circles, "repeats": scope.symbols.relations.repeat_circles}
    for reference in _references(scope):
        ref = f"{reference.article.id}#{reference.annotation.id}"
        if (ref, reference.resolved) not in in_a_circle[reference.field]:
            continue
        verb = "answers" if reference.field == "to" else "repeats"
        itself = reference.resolved == ref
        target = "itself" if itself else f"“{_short(reference, reference.resolved)}”, which leads back to it"
        yield Diagnostic.of(
            "reference-circle",
            reference.at,
            f"{capitalized(kind_and_id(reference.annotation))} {verb} {target}.",
            step=f"Name another annotation, or remove `{reference.field}`."
            if itself
            else f"Remove `{reference.field}` from the earliest statement in this circle.",
        )


def repeats_with_something_of_their_own(scope: Scope) -> Problems:
    """Claims with `repeats` whose verdict, statement or updates differ from those of the claim they repeat."""
    for ref, repeated in scope.symbols.relations.repeats.items():
        if (ref, repeated) in scope.symbols.relations.repeat_circles:
            continue
        annotation = scope.symbols.annotations[ref].annotation
        claim = scope.symbols.annotations[repeated].annotation
        article = scope.symbols.articles[ref.partition("#")[0]]
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
