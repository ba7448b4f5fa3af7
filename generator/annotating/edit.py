"""An edit that is proved: what it changes in the bytes of a file, and that it changes nothing else (law 24)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from generator.annotating.opened import Opened, Read
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
    read: Read,
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
            return _UNSURE
        again = read(splices[-1].applied(file.data))
        if isinstance(again, Refused):
            return _UNSURE
        file = again
    edit = Edit(data, tuple(splices))
    is_proved = value_of(file.root) == meant(value_of(old.root)) and file.rest == old.rest
    is_proved = is_proved and Counter(file.comments) == Counter(_staying(old.comments, gone))
    return edit if is_proved and edit.undone.after == data else _UNSURE


_UNSURE = Refused(
    "This can't be changed without touching other lines or comments of the file, so nothing was written.",
    "Change it in the file by hand.",
)


def _staying(comments: Iterable[Comment], gone: tuple[Path, ...]) -> Iterator[Comment]:
    return (one for one in comments if not any(one.owner[: len(path)] == path for path in gone))
