"""Finds annotations that had a passage and have none now, because the text, the quote or both changed."""

from __future__ import annotations

from collections.abc import Iterator

from generator.checks.wording import kind_and_id
from generator.comparing.article_pair import ArticlePair
from generator.comparing.article_state import ArticleState
from generator.comparing.since import Loss, Since
from generator.comparing.unexplained_verdicts import is_explained
from generator.diagnostics import Diagnostic, capitalized, has_errors, short
from generator.model import AnnotationFacts
from generator.values import replace


def lost_passages(pair: ArticlePair, since: Since) -> Iterator[Loss]:
    """An error for each annotation whose passage readers saw and no longer see.

    It has the help of the problem that today's quote has, and takes its place. One that gave up its quote may say why
    under `updates`.
    """
    before, now = pair.before, pair.now
    if before is None or now is None or not before.is_published or not now.is_published:
        return
    yield from _invalid_without_quote(pair, before, now, since)
    same_text = before.text == now.text
    for id, former in pair.former_ids.items():
        was, is_now = before.annotations[former], now.annotations[id]
        if not was.passages or is_now.passages or is_now.annotation.withdrawn:
            continue
        if not is_now.annotation.quote:
            if not is_explained(was.annotation, is_now.annotation):
                yield Loss(_given_up(was, is_now, now, since))
            continue
        why = _why(same_text=same_text, same_quote=was.annotation.quote == is_now.annotation.quote)
        yield from _not_found(was, is_now, now, why, since)


def _invalid_without_quote(pair: ArticlePair, before: ArticleState, now: ArticleState, since: Since) -> Iterator[Loss]:
    """The same, of annotations that can't do without the quote that they had: today's problem says only that one is
    missing."""
    missing = {one.location: one for one in now.problems if one.code == "quote-missing"}
    for id, was in before.annotations.items():
        problem = missing.get(now.at(id)) if id not in now.annotations and was.passages else None
        if problem:
            loss = _given_up(was, was, now, since)
            step = "Take the quote back; if it no longer holds, withdraw the annotation with the day and the reason."
            yield Loss(replace(loss, step=step), (problem,))


def _why(*, same_text: bool, same_quote: bool) -> str:
    if same_quote:
        return "the text changed" if not same_text else "what surrounds its quote changed"
    return "its quote changed" if same_text else "both the text and its quote changed"


def _not_found(
    was: AnnotationFacts, is_now: AnnotationFacts, now: ArticleState, why: str, since: Since
) -> Iterator[Loss]:
    message = f"{capitalized(kind_and_id(is_now.annotation))} had a passage at {since.name} and has none now: {why}."
    was_at = f"it was “{short(was.words)}”"
    found = [one for one in now.problems if one.code.startswith("quote-") and one.location in _quotes(now, is_now.id)]
    for one in found:
        details = (was_at, *one.details)
        yield Loss(replace(one, code="passage-lost", message=message, details=details), (one,))
    if not found and not has_errors(now.problems):  # else an error says already what is wrong with the whole file
        at = now.at(f"{is_now.id}/quote", is_now.id)
        step = "Quote words that are in the text now, or withdraw the annotation with the day and the reason."
        yield Loss(Diagnostic.of("passage-lost", at, message, details=[was_at], step=step))


def _quotes(now: ArticleState, id: str) -> frozenset[object]:
    """The locations of an annotation's quote, and of each of several."""
    key = f"sidecar/{id}/quote"
    return frozenset(at for name, at in now.locations.items() if name == key or name.startswith(f"{key}/"))


def _given_up(was: AnnotationFacts, is_now: AnnotationFacts, now: ArticleState, since: Since) -> Diagnostic:
    if is_now.annotation.kind == "note":
        step = "Take the quote back, or withdraw the note with the day and the reason."
    else:
        step = f"Take the quote back, or say why it went: add under its `updates` a line such as {since.update()}."
    return Diagnostic.of(
        "passage-lost",
        now.at(is_now.id),
        f"{capitalized(kind_and_id(is_now.annotation))} had a passage at {since.name}, and its `quote` is gone.",
        details=[f"it was “{short(was.words)}”"],
        step=step,
    )
