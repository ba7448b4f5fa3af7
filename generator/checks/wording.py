"""The words and pastes that checks share: how a message names an annotation, and what a step suggests."""

from __future__ import annotations

import re
from collections.abc import Iterable

from generator.checks.scope import Basis
from generator.diagnostics import Location, Paste, capitalized
from generator.model import Annotation

KIND_WORDS = {"claim": "claim", "counterpoint": "counter-point", "note": "note"}


def kind_and_id(annotation: Annotation) -> str:
    """`claim “only-cliches”`, for use inside a sentence."""
    return f"{KIND_WORDS[annotation.kind]} “{annotation.id}”"


def did_you_mean(nearest: str, otherwise: str) -> str:
    """The step that suggests the nearest known name (empty: none is near), or else another way out.

    `otherwise` is an imperative clause without its capital and full stop: `describe it here`.
    """
    step = f"write `{nearest}` if you mean that, or {otherwise}" if nearest else otherwise
    return f"{capitalized(step)}."


def replacement(scope: Basis, at: Location, written: str, by: str, followed_by: str = "") -> Paste | None:
    """Replaces the value `written` with `by` in the line at `at`.

    `followed_by` is a regular expression that must match behind the value. None if the line is unknown, if the value
    neither starts at `at` nor occurs exactly once behind it, or if `by` would need quotation marks.
    """
    line = scope.line_of(at.path, at.line)
    if line is None or not written or not _needs_no_quotes(by):
        return None
    value = re.compile(rf"(?<![\w#/.-]){re.escape(written)}(?![\w#/-]){followed_by}")
    starts = [match.start() for match in value.finditer(line, at.column - 1)]
    begins_here = [start for start in starts if line[at.column - 1 : start] in ("", '"', "'")]
    if not begins_here and len(starts) != 1:
        return None
    start = (begins_here or starts)[0]
    return Paste(at.line, at.line, (line[:start] + by + line[start + len(written) :],))


def _needs_no_quotes(text: str) -> bool:
    return re.fullmatch(r"[^\W_](?:[\w./#-]| (?=[\w./-]))*", text) is not None


def quoted_list(words: Iterable[str]) -> str:
    """`` `home`, `articles` ``: what may be written, each in backticks."""
    return ", ".join(f"`{word}`" for word in words)
