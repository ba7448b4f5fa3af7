"""Finds published verdicts that changed without a reason: no `updates` line came with the change."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from generator.checks.wording import kind_and_id
from generator.comparing.article_pair import ArticlePair
from generator.comparing.lost_updates import unpaired_updates
from generator.comparing.since import Loss, Since
from generator.diagnostics import Diagnostic, capitalized
from generator.model import Annotation

VerdictShown = Callable[[str], str]
"""Gives the key of the verdict that readers see now at a reference; empty where it isn't known."""


def unexplained_verdicts(pair: ArticlePair, since: Since, shown: VerdictShown) -> Iterator[Loss]:
    """An error for each verdict that was published, is another now or was taken back, and has no new reason.

    The first verdict of a claim needs none. A reason for withdrawing counts, and for a new repeat the verdict of the
    claim that it repeats.
    """
    before, now = pair.before, pair.now
    if before is None or now is None or not before.is_published or not now.is_published:
        return
    for id, former in pair.former_ids.items():
        was, is_now = before.annotations[former].annotation, now.annotations[id].annotation
        verdict = is_now.verdict or (shown(f"{now.id}#{id}") if is_now.repeats else "")
        if not was.verdict or verdict == was.verdict or is_explained(was, is_now):
            continue
        yield Loss(
            Diagnostic.of(
                "change-needs-update",
                now.at(f"{id}/verdict", f"{id}/repeats", id),
                f"{_what_changed(was, is_now, verdict, since)} since {since.name}, and no line of its `updates` "
                "says why.",
                step=_step(is_now, since),
            )
        )


def is_explained(was: Annotation, now: Annotation) -> bool:
    """Whether an annotation has a new line under `updates`, or was withdrawn, which takes a reason. A line that was
    there and was edited is no new one."""
    _, new = unpaired_updates(was, now)
    return bool(new) or bool(now.withdrawn and not was.withdrawn)


def _what_changed(was: Annotation, now: Annotation, verdict: str, since: Since) -> str:
    before, after = since.vocabulary.verdict(was.verdict), since.vocabulary.verdict(verdict)
    if before == after:  # two keys with one label
        before, after = was.verdict, verdict
    if not verdict:
        return f"The verdict “{before}” of {kind_and_id(now)} was taken back"
    return f"{capitalized(f'the verdict of {kind_and_id(now)}')} changed from “{before}” to “{after}”"


def _step(now: Annotation, since: Since) -> str:
    if now.repeats:
        return f"Give “{now.repeats}” the same verdict, or withdraw this claim with the day and the reason instead."
    line = since.update("The annex names the towns.")
    return f"Add the day and the reason to its `updates`, such as {line}, on a line of its own."
