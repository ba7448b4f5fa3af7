"""An edit that is proved: what it changes in the bytes of a file, and that it changes nothing else (law 24)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from generator.annotating.opened import Opened, Opener
from generator.annotating.refused import Refused
from generator.annotating.values import PlainValue, value_of
from generator.diagnostics import Paste
from generator.yaml_text.comments import Comment, Path
from generator.yaml_text.splice import Splice, splice_of, taken_back, with_splices


@dataclass(frozen=True, slots=True)
class Edit:
    """A change of the file with the bytes `before`: `splices`, each made in what the one before it gave."""

    before: bytes
    splices: tuple[Splice, ...] = ()

    @property
    def after(self) -> bytes:
        """The file with the change."""
        return with_splices(self.before, self.splices)

    @property
    def undone(self) -> Edit:
        """The edit of the changed file that gives the old bytes again."""
        return Edit(self.after, taken_back(self.before, self.splices))


EditStep = Callable[[Opened], Paste | Refused | None]
"""One change of lines in the file as it is by then; None where nothing has to be changed."""


def made(
    data: bytes,
    read: Opener,
    steps: Iterable[EditStep],
    meant: Callable[[PlainValue], PlainValue],
    gone: tuple[Path, ...] = (),
) -> Edit | Refused:
    """The edit that these steps make, if it does what is `meant` and nothing else; or the reason why it is not made.

    `meant` gives the value of the new file for that of the old one. The comments of the entries to which `gone` leads
    go with them.
    """
    old = read(data)
    if isinstance(old, Refused):
        return old
    file, splices = old, list[Splice]()
    for step in steps:
        paste = step(file)
        if isinstance(paste, Refused):
            return paste
        if paste is None:
            continue
        try:
            splices.append(splice_of(file.data, paste))
        except ValueError:
            return UNSURE
        again = read(splices[-1].applied(file.data))
        if isinstance(again, Refused):
            return UNSURE
        file = again
    staying = (c for c in old.comments if not any(c.owner[: len(path)] == path for path in gone))
    return proved(Edit(data, tuple(splices)), old, file, meant(value_of(old.root)), Counter(staying))


def proved(edit: Edit, old: Opened, new: Opened, meant: PlainValue, comments: Counter[Comment]) -> Edit | Refused:
    """The edit that leads from one file to another, if that has the value and the comments which are meant, if what is
    below its YAML is the same, and if the edit can be taken back."""
    is_meant = value_of(new.root) == meant and Counter(new.comments) == comments and new.rest == old.rest
    return edit if is_meant and edit.undone.after == edit.before else UNSURE


UNSURE = Refused(
    "This can't be changed without touching other lines or comments of the file, so nothing was written.",
    "Change it in the file by hand.",
)
"""An edit that could not be proved."""
