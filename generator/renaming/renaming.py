"""What a rename changes: the edits of files, the files that move, and what is left as it is."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from generator.annotating.edit import Edit
from generator.renaming.changes import FileChange
from generator.renaming.named import all_named
from generator.renaming.not_renamed import NotRenamedError
from generator.renaming.site_texts import SiteTexts


@dataclass(frozen=True, slots=True)
class Renaming:
    """`edits` are those of files, by path; `moves` maps the paths of files that move to their new ones, behind the
    edits. `fields` has, by path, the lines that change by the key of what is written there, none for a key that is
    added. `left` are links, as sentences, that are written in a way that can't be changed safely.
    """

    edits: Mapping[str, Edit]
    fields: Mapping[str, Mapping[str, list[int]]]
    moves: Mapping[str, str] = field(default_factory=dict)
    left: tuple[str, ...] = ()


class FileChanges:
    """The changes of all files of a rename, which grow while they are found."""

    def __init__(self, texts: SiteTexts) -> None:
        self._texts = texts
        self._changes: dict[str, FileChange] = {}
        self.left: list[str] = []

    def of(self, path: str) -> FileChange:
        """The change of one file, which is none at first."""
        if path not in self._changes:
            self._changes[path] = FileChange(path, self._texts.opened(path))
        return self._changes[path]

    def renaming(self, moves: Mapping[str, str] | None = None) -> Renaming:
        """All of them, each proved. Raises `NotRenamedError` where one would change anything else."""
        made = {path: change for path, change in sorted(self._changes.items()) if change}
        edits = {path: change.edit() for path, change in made.items()}
        return Renaming(edits, {path: one.fields for path, one in made.items()}, moves or {}, tuple(self.left))


def refuse_named_already(what: str, new: str, named: Iterable[tuple[str, int]]) -> None:
    """Raise `NotRenamedError` where something names `new` by now, though there is no such thing: it would come to mean
    what is renamed. `named` are the paths and lines of all that does."""
    for path, line in named:
        raise NotRenamedError(
            f"`{path}`, line {line}, names “{new}” already, and no {what} is called so: it would come to mean another.",
            "Correct it there, or choose another id.",
        )


def lines_naming(texts: SiteTexts, what: str, name: str) -> Iterable[tuple[str, int]]:
    """The path and line of all that names a speaker or a source by this id, entries apart."""
    for path in texts.paths(name):
        for named in all_named(texts, path):
            if named.what == what and not named.is_key and first_word(named.scalar.text, what) == name:
                yield path, texts.opened(path).text.line_number(named.scalar.start)


def first_word(text: str, what: str) -> str:
    """What a text names: of a source, a locator may follow the id."""
    return text.split(None, 1)[0] if what == "source" and text.strip() else text.strip()
