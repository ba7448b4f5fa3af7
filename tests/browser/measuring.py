"""What is measured of a page: boxes, distances, counts. The same script asks Chromium and Firefox."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from playwright.sync_api import Page

_FILE = (Path(__file__).parent / "measuring.js").read_text(encoding="utf-8")
SOURCE = "\n".join(line for line in _FILE.splitlines() if not line.startswith("//")).strip()
"""`measuring.js` as one expression: an object of functions."""

WIDTHS = (320, 390, 820, 1024, 1280, 1440, 1920, 2560)
STATES = ("folded", "longest", "all", "voice", "verdict")
"""All notes folded; the longest one opened; all of them, by the switch; with a filter by a voice, or by a verdict.
In the state `menus` notes are folded and the menus of the bar dropped down, one after the other."""


class Box(NamedTuple):
    """A rectangle on the page, in CSS pixels from its top left corner."""

    name: str
    left: float
    top: float
    right: float
    bottom: float

    def overlaps(self, other: Box) -> bool:
        """By more than half a pixel each way: less is rounding."""
        return (
            min(self.right, other.right) - max(self.left, other.left) > 0.5
            and min(self.bottom, other.bottom) - max(self.top, other.top) > 0.5
        )


class Note(NamedTuple):
    """A note that stands in no other one, and the first line of its passage, if it has one: `within` the text or the
    head."""

    box: Box
    passage: Box | None
    within: str

    @property
    def drift(self) -> float:
        """How far below the top of its passage the note begins, in pixels; negative where above it."""
        assert self.passage
        return self.box.top - self.passage.top


@dataclass(frozen=True)
class Figures:
    """A page of an article at one width, in one of `STATES`."""

    width: int
    state: str
    notes: Sequence[Note]
    others: Sequence[Box]
    """What no note may lie on: headings, paragraphs, the foot."""
    names: Sequence[Box]
    """The names of speakers beside the text."""
    text: Box
    """The first paragraph."""
    height: int
    stops: int
    """How many places the Tab key reaches."""
    out: Sequence[str]
    """What stands outside of the page sideways."""
    cut: Sequence[str]
    """Words of notes that are shown in part only, though all notes are open."""
    menus: Sequence[Box]
    """What the menus of the bar drop down, from the corner of the window; only in the state `menus`."""

    @classmethod
    def of(cls, found: dict[str, Any]) -> Figures:
        """Those that the script has found."""
        notes = [
            Note(Box(*note["box"]), Box(*note["passage"]) if note["passage"] else None, note["within"] or "")
            for note in found["notes"]
        ]
        return cls(
            notes=notes,
            text=Box(*found["text"]),
            others=[Box(*box) for box in found["others"]],
            names=[Box(*box) for box in found["names"]],
            menus=[Box(*box) for box in found["menus"]],
            **{key: found[key] for key in ("width", "state", "height", "stops", "out", "cut")},
        )

    @property
    def drifts(self) -> list[float]:
        """Of all notes with a passage, in pixels."""
        return [note.drift for note in self.notes if note.passage]

    @property
    def median(self) -> float:
        return median(map(abs, self.drifts))

    @property
    def worst(self) -> float:
        """The farthest that a note stands below its passage."""
        return max(self.drifts)

    def faults(self) -> list[str]:
        """What lies on something else, or runs out of the page or the window."""
        notes = [note.box for note in self.notes]
        [foot] = [box for box in self.others if box.name == "site-foot"]
        found = [f"{a.name} lies on {b.name}" for a, b in on_each_other(notes)]
        found += [f"{a.name} lies on {b.name}" for a, b in lying_on(notes, self.others)]
        found += [f"the name at {a.top:.0f} lies on the one at {b.top:.0f}" for a, b in on_each_other(self.names)]
        found += [f"menu {box}" for box in self.menus if box.left < 0 or box.right > self.width]
        found += [f"{words} is cut" for words in self.cut]
        found += [f"{box.name} ends below the foot" for box in notes if box.bottom > foot.top + 0.5]
        return [f"{self.width} {self.state}: {what}" for what in [*found, *self.out]]


def on_each_other(boxes: Sequence[Box]) -> list[tuple[Box, Box]]:
    """Pairs that overlap."""
    found = []
    open_: list[Box] = []
    for box in sorted(boxes, key=lambda one: one.top):
        open_ = [other for other in open_ if other.bottom > box.top]
        found += [(other, box) for other in open_ if other.overlaps(box)]
        open_.append(box)
    return found


def lying_on(notes: Iterable[Box], others: Sequence[Box]) -> list[tuple[Box, Box]]:
    """Notes, each with what it lies on."""
    return [(note, other) for note in notes for other in others if note.overlaps(other)]


def ask(page: Page, call: str, *given: str) -> Any:
    """The answer of a function of the script, on the page as it is: `ask(page, "runsOut")`."""
    return page.evaluate(f"given => ({SOURCE}).{call}(...given)", list(given))


def boxes(page: Page, selector: str) -> list[Box]:
    """Where the elements stand that are shown at all, in order."""
    return [Box(*one) for one in ask(page, "boxes", selector)]
