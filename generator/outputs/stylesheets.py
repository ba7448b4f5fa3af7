"""Plans the style sheets and the script.

Two style sheets are generated: one for the verdicts of the vocabulary, so that another line or colour changes no page;
one for numbered notes and voices, since the pages' content security policy forbids inline styles.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from generator.model import NOTES_BESIDE, Archive, Verdict, is_id, voice_numbers
from generator.outputs.page import Page
from generator.outputs.page_context import NOTES_STYLE_PATH, SCRIPT_PATH, STYLE_PATH, VERDICT_STYLE_PATH

WEIGHTS = {"double": "1px", "wavy": "1px", "dotted": "2px", "dashed": "1.5px", "solid": "1.5px"}
"""The thickness of each kind of line, chosen so that all look about equally dark."""
VOICES = 64
"""The most voices of an article that can be filtered by."""
_DIMMED = "--tone:var(--dim);--ink:var(--dim);--soft:var(--dim);background:none;text-decoration-color:var(--rule)"


def plan_stylesheets(archive: Archive) -> Iterator[Page]:
    yield Page(STYLE_PATH, "the style sheet", "style.css")
    yield Page(VERDICT_STYLE_PATH, "the style sheet of the verdicts", data=_verdict_style(archive).encode())
    yield Page(NOTES_STYLE_PATH, "the style sheet of the notes", data=_notes_style(archive).encode())
    yield Page(SCRIPT_PATH, "the script", "site.js")


def _verdict_style(archive: Archive) -> str:
    verdicts = archive.settings.verdicts
    others = [(verdict.key, f":not(.v-{verdict.key})") for verdict in verdicts]
    rated = [("none_", '[class*=" v-"]'), ("none_", ":not(.claim)")]
    return "".join(map(_rule, verdicts)) + _dimming("verdict", [*others, *rated]) + _picking(verdicts)


def _picking(verdicts: Iterable[Verdict]) -> str:
    """Hides the rows of a speaker's lists that have another verdict than the chosen one."""
    rows = (f".sheet:has(#show_v-{verdict.key}:checked) .filtered .row:not(.v-{verdict.key})" for verdict in verdicts)
    selectors = ",\n".join(rows)
    return f"{selectors}{{display:none}}\n" if selectors else ""


def _rule(verdict: Verdict) -> str:
    names = (verdict.key, verdict.line, verdict.tone)
    assert all(map(is_id, names)), f"the settings accepted a verdict that is unsafe in CSS: {names}"
    weight = WEIGHTS.get(verdict.line, "1.5px")
    return f".v-{verdict.key}{{--line:{verdict.line};--weight:{weight};--tone:var(--{verdict.tone})}}\n"


def _notes_style(archive: Archive) -> str:
    """Rules that place each numbered note beside its passage and dim all voices but the chosen one. There are as many
    numbers as the archive's longest article needs."""
    annotated = [[facts.annotation for facts in article.facts.annotations] for article in archive.articles]
    notes = min(max(map(len, annotated), default=0), NOTES_BESIDE)
    voices = max((max(voice_numbers(written, "").values(), default=0) for written in annotated), default=0)
    places = "".join(f'[data-n="{n}"]{{--at:--{n}}}' for n in range(1, notes + 1))
    return places + _dimming("voice", [(str(n), f":not(.v{n})") for n in range(1, min(voices, VOICES) + 1)])


def _dimming(choice: str, others: Iterable[tuple[str, str]]) -> str:
    """A rule that dims whatever does not match the reader's choice, without moving it. `others` holds pairs of a choice
    and the selector of what does not match it."""
    selectors = ",".join(f":has(#{choice}_{chosen}:checked) &{rest}" for chosen, rest in others)
    return f":is(mark,.ref,.note,.seg){{{selectors}{{{_DIMMED}}}}}\n" if selectors else ""
