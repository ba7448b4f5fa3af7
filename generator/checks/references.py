"""References between annotations."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial

from generator import urls
from generator.checks.scope import LazyLocation, Problems, Scope
from generator.checks.suggest import KIND_WORDS, did_you_mean, kind_and_id, replacement
from generator.diagnostics import Diagnostic, Location, Paste
from generator.model import (
    Annotation,
    ArticleFacts,
)
from generator.text import nearest_name


@dataclass(frozen=True, slots=True)
class _Reference:
    """A reference as it was written, under `to` or `repeats`, and what it leads to (empty: nothing)."""

    article: ArticleFacts
    annotation: Annotation
    field: str
    written: str
    found: str
    place: LazyLocation

    @property
    def at(self) -> Location:
        return self.place()


def _references(whole: Scope) -> Iterator[_Reference]:
    for article, annotation in whole.annotations():
        parent = f"{article.id}#{annotation.parent}"
        pairs = [(f"to/{n}", to) for n, to in enumerate(annotation.to) if to != parent]
        pairs += [("repeats", annotation.repeats)] if annotation.repeats else []
        for key, written in pairs:
            place = partial(whole.at, article, f"{annotation.id}/{key}")
            yield _Reference(article, annotation, key.partition("/")[0], written, whole.names.find(written), place)


def unusable_references(whole: Scope) -> Problems:
    for reference in _references(whole):
        if not reference.found:
            yield from _leading_nowhere(whole, reference)
        elif whole.names.in_draft(reference.found):
            yield _leading_to_draft(reference)
        elif problem := _of_a_wrong_kind(whole, reference):
            yield problem
        elif urls.folded(reference.written) != urls.folded(reference.found):
            yield _by_a_former_id(whole, reference)


def _leading_nowhere(whole: Scope, reference: _Reference) -> Problems:
    written = reference.written.partition("#")[0]
    article_id = whole.names.article(written)
    if written in whole.unreadable or (article_id and whole.names.articles[article_id].broken_sidecar):
        return  # its own error is reported, and mending that mends this
    nearest = _nearest_reference(whole, reference, article_id)
    yield Diagnostic.of(
        "unknown-reference",
        reference.at,
        f"`{reference.field}` of the {kind_and_id(reference.annotation)} leads to "
        f"“{_short(reference, reference.written)}”, "
        f"but {_what_is_missing(reference, article_id)}.",
        step=did_you_mean(nearest, "name an annotation as `article#annotation`"),
        paste=_mended_reference(whole, reference, nearest) if nearest else None,
    )


def _what_is_missing(reference: _Reference, article_id: str) -> str:
    article, _, annotation = reference.written.partition("#")
    if not article_id:
        return f"there is no article “{article}”"
    if article_id == reference.article.id:
        return f"this article has no annotation “{annotation}”"
    return f"the article “{article_id}” has no annotation “{annotation}”"


def _nearest_reference(whole: Scope, reference: _Reference, article_id: str) -> str:
    """The nearest usable reference, as it would be written here. Nothing of a draft is ever suggested."""
    article, _, annotation = reference.written.partition("#")
    if article_id in whole.names.drafts:
        return ""
    published = (other.id for other in whole.articles)
    article_id = article_id or nearest_name(article, published)
    if not article_id:
        return ""
    usable = [
        placed.id
        for placed in whole.names.articles[article_id].annotations
        if placed.annotation.kind == "claim" or (reference.field == "to" and placed.annotation.kind == "counterpoint")
        if (article_id, placed.id) != (reference.article.id, reference.annotation.id)
    ]
    nearest = annotation if annotation in usable else nearest_name(annotation, usable)
    return _short(reference, f"{article_id}#{nearest}") if nearest else ""


def _short(reference: _Reference, ref: str) -> str:
    """A reference as it is written in its own article: without the article's id where it leads to the same."""
    return ref.removeprefix(f"{reference.article.id}#")


def _mended_reference(whole: Scope, reference: _Reference, by: str) -> Paste | None:
    local = _short(reference, reference.written)
    whole_line = replacement(whole, reference.at, reference.written, by)
    return whole_line or (replacement(whole, reference.at, local, by) if local != reference.written else None)


def _leading_to_draft(reference: _Reference) -> Diagnostic:
    if reference.field == "repeats":
        message = f"The {kind_and_id(reference.annotation)} repeats “{reference.written}”, which is in a draft."
        step = "publish that article first, or take `repeats` out: a draft can't give the claim its verdict"
        return Diagnostic.of("repeats-draft", reference.at, message, step=step)
    message = f"The {kind_and_id(reference.annotation)} answers “{reference.written}”, which is in a draft: left out."
    return Diagnostic.of("reference-to-draft", reference.at, message, step="nothing, if the draft is published later")


def _of_a_wrong_kind(whole: Scope, reference: _Reference) -> Diagnostic | None:
    target = whole.names.annotations[reference.found].annotation
    words = f"“{_short(reference, reference.written)}” is a {KIND_WORDS[target.kind]}"
    if reference.field == "repeats" and target.kind != "claim":
        message = f"{words}, and only a claim can be repeated (by the {kind_and_id(reference.annotation)})."
        return Diagnostic.of("reference-kind", reference.at, message, step="name a claim, or take `repeats` out")
    if reference.field == "to" and target.kind == "note":
        message = f"{words}, and nobody says it: the {kind_and_id(reference.annotation)} can't answer it."
        return Diagnostic.of("reference-kind", reference.at, message, step="name a claim or a counter-point")
    return None


def _by_a_former_id(whole: Scope, reference: _Reference) -> Diagnostic:
    present = _short(reference, reference.found)
    return Diagnostic.of(
        "former-id",
        reference.at,
        f"“{_short(reference, reference.written)}” is now called “{present}”.",
        step=f"write “{present}”",
        paste=_mended_reference(whole, reference, present),
    )


def circles(whole: Scope) -> Problems:
    in_a_circle = {"to": whole.names.relations.answer_circles, "repeats": whole.names.relations.repeat_circles}
    for reference in _references(whole):
        ref = f"{reference.article.id}#{reference.annotation.id}"
        if (ref, reference.found) not in in_a_circle[reference.field]:
            continue
        verb = "answers" if reference.field == "to" else "repeats"
        itself = reference.found == ref
        way = "itself" if itself else f"“{_short(reference, reference.found)}”, which leads back to it"
        yield Diagnostic.of(
            "reference-circle",
            reference.at,
            f"The {kind_and_id(reference.annotation)} {verb} {way}.",
            step=f"name another, or take `{reference.field}` out"
            if itself
            else f"take one `{reference.field}` out of the circle: that of the statement that was made first",
        )


def repeats_with_something_of_their_own(whole: Scope) -> Problems:
    for ref, repeated in whole.names.relations.repeats.items():
        if (ref, repeated) in whole.names.relations.repeat_circles:
            continue
        annotation = whole.names.annotations[ref].annotation
        claim = whole.names.annotations[repeated].annotation
        article = whole.names.articles[ref.partition("#")[0]]
        for name in ("verdict", "statement", "updates"):
            if getattr(annotation, name) and getattr(annotation, name) != getattr(claim, name):
                yield Diagnostic.of(
                    "repeat-has-own",
                    whole.at(article, f"{annotation.id}/{name}"),
                    f"The claim “{annotation.id}” repeats “{repeated}” and has {_own(name)}.",
                    step=f"take `{name}` out here (it belongs to the claim that is repeated), or take `repeats` out",
                )


def _own(name: str) -> str:
    return "`updates` of its own" if name == "updates" else f"another `{name}`"
