"""What a check suggests."""

from __future__ import annotations

import re
from collections.abc import Iterable

from generator.checks.scope import Scope
from generator.diagnostics import Location, Paste
from generator.model import Annotation

KIND_WORDS = {"claim": "claim", "counterpoint": "counter-point", "note": "note"}


def kind_and_id(annotation: Annotation) -> str:
    return f"{KIND_WORDS[annotation.kind]} “{annotation.id}”"


def did_you_mean(nearest: str, otherwise: str) -> str:
    return f"write “{nearest}” if that is meant, or {otherwise}" if nearest else otherwise


def replacement(whole: Scope, at: Location, written: str, by: str, followed_by: str = "") -> Paste | None:
    """The line with one value changed, if the line is known, the value stands there once (followed by a pattern), and
    the new one needs no quotation marks."""
    line = whole.line_of(at.path, at.line)
    if line is None or not written or not _needs_no_quotes(by):
        return None
    value = re.compile(rf"(?<![\w#/.-]){re.escape(written)}(?![\w#/-]){followed_by}")
    places = [found.start() for found in value.finditer(line, at.column - 1)]
    begins_here = [start for start in places if line[at.column - 1 : start] in ("", '"', "'")]
    if not begins_here and len(places) != 1:
        return None
    start = (begins_here or places)[0]
    return Paste(at.line, at.line, (line[:start] + by + line[start + len(written) :],))


def _needs_no_quotes(text: str) -> bool:
    return re.fullmatch(r"[^\W_](?:[\w./#-]| (?=[\w./-]))*", text) is not None


def quoted_list(words: Iterable[str]) -> str:
    return ", ".join(f"“{word}”" for word in words)
