"""Follows articles through a log: which files of which commits are one article, whatever it was called.

Knows paths and ids of contents; opens nothing.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from generator.history.commit_log import LoggedFile
from generator.urls import unicode_normal_form
from generator.values import Immutable

_ENDINGS = (".md", ".yaml")
_FOLDER = "content/articles/"
_EMPTY = frozenset(
    {"e69de29bb2d1d6434b8b29ae775ad8c2e48c5391", "473a0f4c3be8a93681a267e3b1e9a7dcda1185436fe141f7749120a303721813"}
)
"""The ids of the content without a byte: two files of it need not be one."""


class ArticleStep(Immutable):
    """What a commit did to one article: the text and the sidecar, each as in `LoggedFile`, or None if untouched.

    `id` is the article's id in the commit, `number` the commit's place in the log.
    """

    number: int
    id: str
    text: LoggedFile | None
    sidecar: LoggedFile | None


@dataclass(slots=True)
class _Lineage:
    steps: list[ArticleStep] = field(default_factory=list)


def lineages(
    log: Iterable[Iterable[LoggedFile]], prefix: str, aliases: Mapping[str, Collection[str]]
) -> dict[str, list[ArticleStep]]:
    """The steps of each article by its id at the end of the log, the earliest first.

    `log` has the files of each commit, `prefix` is the path of the site in the repository, and `aliases` are the former
    ids of articles, by present id. Within one commit, an article that went and one that came are the same if text or
    sidecar has the same content in both, or else if the second one's aliases name the first.
    """
    followed = _Followed(aliases)
    folder = f"{prefix}{_FOLDER}"
    for number, files in enumerate(log):
        followed.commit(number, _by_article(files, folder))
    return {id: lineage.steps for id, lineage in followed.known.items()}


_Files = dict[str, LoggedFile]
"""The files of one article by ending."""


def _by_article(files: Iterable[LoggedFile], folder: str) -> dict[str, _Files]:
    found: dict[str, _Files] = defaultdict(dict)
    for one in files:
        stem, dot, ending = one.path.rpartition(".")
        if stem.startswith(folder) and dot + ending in _ENDINGS:
            found[unicode_normal_form("NFC", stem.removeprefix(folder))][dot + ending] = one
    return found


class _Followed:
    def __init__(self, aliases: Mapping[str, Collection[str]]) -> None:
        self.known: dict[str, _Lineage] = {}
        self._moved: dict[str, str] = {}
        self._aliases = aliases

    def commit(self, number: int, touched: Mapping[str, _Files]) -> None:
        for former, id in self._renamed(touched):
            self.known[id] = self.known.pop(former, _Lineage())
            self._moved[former] = id
        together: dict[str, list[_Files]] = defaultdict(list)
        for id, files in touched.items():
            came = id if _has(files, came=True) else self._present(id)
            together[came].append(files)
        for id, of_one in together.items():
            step = ArticleStep(
                number, id, *(_joined(files[ending] for files in of_one if ending in files) for ending in _ENDINGS)
            )
            self.known.setdefault(id, _Lineage()).steps.append(step)

    def _present(self, id: str) -> str:
        """What an article is called now, of which a commit on another branch still knows the former id."""
        seen: set[str] = set()
        while id not in self.known and id in self._moved and id not in seen:
            seen.add(id)
            id = self._moved[id]
        return id

    def _renamed(self, touched: Mapping[str, _Files]) -> Iterator[tuple[str, str]]:
        gone = {id: files for id, files in touched.items() if _has(files, came=False)}
        for id, files in touched.items():
            if gone and _has(files, came=True):
                former = self._former(id, files, gone)
                if former:
                    del gone[former]
                    yield former, id

    def _former(self, id: str, files: _Files, gone: Mapping[str, _Files]) -> str:
        contents = {one.after for one in files.values()} - {""} - _EMPTY
        for former, left in gone.items():
            if any(contents & {*one.before} for one in left.values()):
                return former
        return next((former for former in gone if self._is_alias(former, id)), "")

    def _is_alias(self, former: str, id: str) -> bool:
        """Whether the article that has the id, or will be called otherwise later, was called `former`."""
        if former in self._aliases.get(id, ()):
            return True
        return any(former in of_one and id in of_one for of_one in self._aliases.values())


def _has(files: _Files, *, came: bool) -> bool:
    """Whether an article came, or went, by its text."""
    text = files.get(".md")
    return text is not None and (not any(text.before) if came else not text.after)


def _joined(changes: Iterable[LoggedFile]) -> LoggedFile | None:
    """The change of one file, or of one that went and one that came in its place."""
    found = list(changes)
    if not found:
        return None
    came = next((one for one in found if one.after), found[0])
    went = next((one for one in found if not one.after), None)
    return LoggedFile(came.path, went.before, came.after) if went and not any(came.before) else came
