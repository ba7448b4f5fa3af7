"""The style sheets: the site's own, and one made from its vocabulary, so that a new line or colour changes no page."""

from __future__ import annotations

import re
from collections.abc import Iterator

from generator.model import Archive, Page, Verdict
from generator.outputs.showing import STYLE, VERDICT_STYLE

WEIGHTS = {"double": "1px", "wavy": "1px", "dotted": "2px", "dashed": "1.5px", "solid": "1.5px"}
"""How thick each line is drawn, so that all look about as dark."""
_NAME = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


def plan(archive: Archive) -> Iterator[Page]:
    yield Page(STYLE, "the style sheet", "style.css")
    rules = "".join(map(_rule, archive.settings.verdicts))
    yield Page(VERDICT_STYLE, "the style sheet of the verdicts", data=rules.encode())


def _rule(verdict: Verdict) -> str:
    names = (verdict.key, verdict.line, verdict.tone)
    assert all(map(_NAME.fullmatch, names)), f"settings let a verdict through that is no CSS: {names}"
    weight = WEIGHTS.get(verdict.line, "1.5px")
    return f".v-{verdict.key}{{--line:{verdict.line};--weight:{weight};--tone:var(--{verdict.tone})}}\n"
