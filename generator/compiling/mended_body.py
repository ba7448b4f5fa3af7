"""Quotes that are found once the text is written as the warnings about it say: their problems wait."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from generator.compiling.anchoring import Anchored
from generator.diagnostics import Diagnostic
from generator.values import replace

_NOT_OF_THE_WORDS = frozenset({"copied-along", "paragraphs-joined", "prose-as-code", "rows-joined"})
"""Codes of pastes that change no word within a paragraph."""

Anchor = Callable[[str], Mapping[str, Anchored]]
"""Anchors all quotes in an article with another body."""


def with_waiting(
    anchored: Mapping[str, Anchored], problems: Sequence[Diagnostic], body: str, first_line: int, anchor: Anchor
) -> tuple[Mapping[str, Anchored], Sequence[Diagnostic]]:
    """The places of quotes without problems that follow from those of the body, which begins at `first_line`; and those
    of the body, as errors where a quote waits for them.

    Where they are guesses, the problem of the quote stays and says so.
    """
    lost = [id_ for id_, one in anchored.items() if any(map(_is_lost, one.diagnostics))]
    pasted = [one for one in problems if one.paste and one.code not in _NOT_OF_THE_WORDS] if lost else []
    if not pasted:
        return anchored, problems
    found = anchor(_mended(body, pasted, first_line))
    are_sure = not any(one.is_guess for one in pasted)
    waiting: dict[str, Anchored] = {}
    for id_ in lost:
        if found[id_].spans:
            line = min(one.location.line for one in pasted)
            first = next(filter(_is_lost, anchored[id_].diagnostics))
            waiting[id_] = replace(anchored[id_], diagnostics=() if are_sure else (_explained(first, id_, line),))
    if waiting and are_sure:
        problems = [one.with_severity("error") if one in pasted else one for one in problems]
    return {**anchored, **waiting}, problems


def _is_lost(problem: Diagnostic) -> bool:
    return problem.code == "quote-not-found"


def _explained(problem: Diagnostic, whose: str, line: int) -> Diagnostic:
    message = f"The quote of “{whose}” is not in the text as it is, but with the lines proposed at line {line}."
    step = "Decide first how the text is to be written there."
    return replace(problem, message=message, details=(), step=step, paste=None)


def _mended(body: str, problems: Sequence[Diagnostic], first_line: int) -> str:
    """The body with all lines that are proposed; of two that overlap, the later ones."""
    lines = body.split("\n")
    end = len(lines)
    for paste in sorted((one.paste for one in problems if one.paste), key=lambda paste: -paste.first):
        first, last = paste.first - first_line, paste.last - first_line + 1
        if first >= 0 and last <= end:
            lines[first:last] = paste.lines
            end = first
    return "\n".join(lines)
