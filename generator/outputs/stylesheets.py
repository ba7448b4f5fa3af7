"""Plans the style sheets, the script and the icon.

Two style sheets are generated: one for the verdicts of the vocabulary, so that another line or colour changes no page;
one of numbers, since the pages' content security policy forbids inline styles: numbered passages, voices, the lanes of
underlines, the rows of a stave.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from generator.model import MOST_NUMBERED, Archive, Verdict, is_id
from generator.outputs.page import Page
from generator.outputs.page_context import ICON_PATH, NOTES_STYLE_PATH, SCRIPT_PATH, STYLE_PATH, VERDICT_STYLE_PATH
from generator.outputs.score_layout import ROWS

WEIGHTS = {"double": "1px", "wavy": "1px", "dotted": "2px", "dashed": "1.5px", "solid": "1.5px"}
"""The thickness of each kind of line, chosen so that all look about equally dark."""
VOICES = 64
"""The most voices of an article that can be filtered by."""
LANES = 16
"""The most claims that are underlined one below the other. Those that overlap still more share the first lane."""
_DIMMED = (
    "--tone:var(--dim);--ink:var(--dim);--soft:var(--dim);--blue:var(--dim);--folded:none;background:none;"
    "text-decoration-color:var(--rule)"
)
_UNRATED = '.claim:not([class*=" v-"])'


def plan_stylesheets(archive: Archive) -> Iterator[Page]:
    yield Page(STYLE_PATH, "the style sheet", "style.css")
    yield Page(VERDICT_STYLE_PATH, "the style sheet of the verdicts", data=_verdict_style(archive).encode())
    yield Page(NOTES_STYLE_PATH, "the style sheet of the notes", data=_notes_style().encode())
    yield Page(SCRIPT_PATH, "the script", "site.js")
    yield Page(ICON_PATH, "the icon", "icon.svg")


def _verdict_style(archive: Archive) -> str:
    verdicts = archive.settings.verdicts
    kept = [*((verdict.key, f".v-{verdict.key}") for verdict in verdicts), ("none_", _UNRATED)]
    return "".join(map(_rule, verdicts)) + _dimming("verdict", kept) + _picking(verdicts)


def _picking(verdicts: Iterable[Verdict]) -> str:
    """Hides the rows of a speaker's lists that have another verdict than the chosen one."""
    rows = (f":has(#show_v-{verdict.key}:checked) &:not(.v-{verdict.key})" for verdict in verdicts)
    selectors = ",".join(rows)
    return f".filtered .row{{{selectors}{{display:none}}}}\n" if selectors else ""


def _rule(verdict: Verdict) -> str:
    names = (verdict.key, verdict.line, verdict.tone)
    assert all(map(is_id, names)), f"the settings accepted a verdict that is unsafe in CSS: {names}"
    weight = WEIGHTS.get(verdict.line, "1.5px")
    return f".v-{verdict.key}{{--line:{verdict.line};--weight:{weight};--tone:var(--{verdict.tone})}}\n"


def _notes_style() -> str:
    """Rules for numbers: each passage has names for its two ends, underlines have lanes and staves rows; and those that
    dim all voices but the chosen one."""
    numbers = range(1, MOST_NUMBERED + 1)
    places = "".join(f'[data-n="{n}"]{{--at:--{n};--end:--e{n}}}\n' for n in numbers)
    # Behind them all: a mark may end another passage than it begins.
    ends = "".join(f'[data-e="{n}"]{{--end:--e{n}}}\n' for n in numbers)
    lanes = "".join(f"mark.lane-{n}{{--lane:{n - 1}}}\n" for n in range(2, LANES + 1))
    rows = "".join(f".rows-{n}{{--rows:{n}}}\n" for n in range(2, ROWS + 1))
    return places + ends + lanes + rows + _dimming("voice", [(str(n), f".v{n}") for n in range(1, VOICES + 1)])


def _dimming(choice: str, kept: Sequence[tuple[str, str]]) -> str:
    """Rules that dim whatever does not match the reader's choice, and fold notes that don't; answers go with the note
    that they are in. `kept` holds pairs of a choice and the selector of what matches it.

    Browsers ask each rule for each box that they lay out: the first question is whether anything is picked out at all.
    """
    if not kept:
        return ""
    dimmable = f"main:not(:has(#{choice}_all:checked)) :is(mark,.ref,.seg,li.note:not(.answer),.gutter li)"
    others = ",".join(f"body:has(#{choice}_{chosen}:checked) &:not({what})" for chosen, what in kept)
    return f"{dimmable}{{{others}{{{_DIMMED}}}}}\n"
