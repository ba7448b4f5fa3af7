"""The style sheets and the script: the site's own, one made from its vocabulary, so that a new line or colour changes
no page, and one of numbers, since the policy of the pages allows no style in them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from generator.model import NOTES_BESIDE, Archive, Verdict, voice_numbers
from generator.outputs.page import Page
from generator.outputs.page_context import NOTES_STYLE, SCRIPT, STYLE, VERDICT_STYLE
from generator.urls import is_id

WEIGHTS = {"double": "1px", "wavy": "1px", "dotted": "2px", "dashed": "1.5px", "solid": "1.5px"}
"""How thick each line is drawn, so that all look about as dark."""
VOICES = 64
"""So many voices of an article can be picked out."""
_DIMMED = "--tone:var(--dim);--ink:var(--dim);--soft:var(--dim);background:none;text-decoration-color:var(--rule)"


def plan(archive: Archive) -> Iterator[Page]:
    yield Page(STYLE, "the style sheet", "style.css")
    yield Page(VERDICT_STYLE, "the style sheet of the verdicts", data=_verdict_style(archive).encode())
    yield Page(NOTES_STYLE, "the style sheet of the notes", data=_notes_style(archive).encode())
    yield Page(SCRIPT, "the script", "site.js")


def _verdict_style(archive: Archive) -> str:
    verdicts = archive.settings.verdicts
    others = [(verdict.key, f":not(.v-{verdict.key})") for verdict in verdicts]
    rated = [("none_", '[class*=" v-"]'), ("none_", ":not(.claim)")]
    return "".join(map(_rule, verdicts)) + _dimming("verdict", [*others, *rated]) + _picking(verdicts)


def _picking(verdicts: Iterable[Verdict]) -> str:
    """What isn't of the verdict that is chosen on a speaker's page is left out of its lists."""
    rows = (f".sheet:has(#show_v-{verdict.key}:checked) .filtered .row:not(.v-{verdict.key})" for verdict in verdicts)
    selectors = ",\n".join(rows)
    return f"{selectors}{{display:none}}\n" if selectors else ""


def _rule(verdict: Verdict) -> str:
    names = (verdict.key, verdict.line, verdict.tone)
    assert all(map(is_id, names)), f"settings let a verdict through that is no CSS: {names}"
    weight = WEIGHTS.get(verdict.line, "1.5px")
    return f".v-{verdict.key}{{--line:{verdict.line};--weight:{weight};--tone:var(--{verdict.tone})}}\n"


def _notes_style(archive: Archive) -> str:
    """Which passage a note stands beside, by its number; and what is dimmed while one voice is picked out. As many
    numbers as the archive's longest article needs."""
    annotated = [[facts.annotation for facts in article.facts.annotations] for article in archive.articles]
    notes = min(max(map(len, annotated), default=0), NOTES_BESIDE)
    voices = max((max(voice_numbers(written, "").values(), default=0) for written in annotated), default=0)
    places = "".join(f'[data-n="{n}"]{{--at:--{n}}}' for n in range(1, notes + 1))
    return places + _dimming("voice", [(str(n), f":not(.v{n})") for n in range(1, min(voices, VOICES) + 1)])


def _dimming(choice: str, others: Iterable[tuple[str, str]]) -> str:
    """What isn't meant steps back while a choice of the key is made, but keeps its place: (choice, what isn't)."""
    selectors = ",".join(f":has(#{choice}_{chosen}:checked) &{rest}" for chosen, rest in others)
    return f":is(mark,.ref,.note,.seg){{{selectors}{{{_DIMMED}}}}}\n" if selectors else ""
