"""Finds published lines of `updates` that are gone: corrections that readers saw, and no longer see."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from generator.checks.wording import kind_and_id
from generator.comparing.article_pair import ArticlePair
from generator.comparing.since import Loss, Since
from generator.diagnostics import Diagnostic, capitalized, short
from generator.model import Annotation

DatedText = tuple[str, str]
"""The date and the text of a line."""


def lost_updates(pair: ArticlePair, since: Since) -> Iterator[Loss]:
    """An error for each annotation of which a published line of `updates` is gone. One that was only reworded, or got
    another date, is still there."""
    before, now = pair.before, pair.now
    if before is None or now is None or not before.is_published or not now.is_published:
        return
    for id, former in pair.former_ids.items():
        was, is_now = before.annotations[former].annotation, now.annotations[id].annotation
        gone, _ = unpaired_updates(was, is_now)
        if gone and not is_now.repeats:  # then they belong to the claim that it repeats
            lines = "a line" if len(gone) == 1 else f"{len(gone)} lines"
            are = "is" if len(gone) == 1 else "are"
            yield Loss(
                Diagnostic.of(
                    "update-lost",
                    now.at(f"{id}/updates", id),
                    f"{capitalized(kind_and_id(is_now))} had {lines} of `updates` at {since.name} that {are} gone.",
                    details=[f"{day}: {short(text)}" for day, text in gone],
                    step=f"Take {'it' if len(gone) == 1 else 'them'} back from {since.name}; what changed since then "
                    "is a line of its own.",
                )
            )


def unpaired_updates(was: Annotation, now: Annotation) -> tuple[list[DatedText], list[DatedText]]:
    """The lines that are gone, and those that are new: a line with the date or the text of one that is gone is the same
    line, edited."""
    gone = list((Counter(was.updates) - Counter(now.updates)).elements())
    new = list((Counter(now.updates) - Counter(was.updates)).elements())
    for part in (0, 1):
        for line in list(gone):
            edited = next((one for one in new if one[part] == line[part]), None)
            if edited:
                gone.remove(line)
                new.remove(edited)
    return gone, new
