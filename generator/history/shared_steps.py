"""The changes of shared speakers or sources, step by step, from the contents that commits name. Opens nothing.

Each step compares a commit with its own parents, as `article_steps` does. An entry belongs to no file: one that moved
from one file to another has not changed.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from generator.comparing.changes import FieldChange
from generator.comparing.registry_changes import source_changes, speaker_changes
from generator.formats.registry_versions import RegistryVersions, SharedKind, SharedVersion
from generator.history.commit_log import LoggedFile
from generator.model import Source, Speaker
from generator.values import Immutable

_NOTHING = SharedVersion()


class SharedStep(Immutable):
    """The files of one kind that a commit touched; `number` is the commit's place in the log."""

    number: int
    files: tuple[LoggedFile, ...]

    @property
    def wanted(self) -> tuple[str, ...]:
        """The ids of the contents that have to be read."""
        return tuple(dict.fromkeys(id for file in self.files for id in (*file.before, file.after) if id))

    def is_missing(self, missing: frozenset[str]) -> bool:
        """Whether this copy lacks one of the contents, so that what changed is not known."""
        return not missing.isdisjoint(self.wanted)


def shared_steps(log: Iterable[Iterable[LoggedFile]], prefix: str, kind: SharedKind) -> list[SharedStep]:
    """The steps of one kind, the earliest first. `prefix` is the path of the site in the repository."""
    found = []
    for number, files in enumerate(log):
        if own := tuple(file for file in files if _is_of(file.path.removeprefix(prefix), kind)):
            found.append(SharedStep(number, own))
    return found


def _is_of(path: str, kind: SharedKind) -> bool:
    folder, _, name = path.rpartition("/")
    return path == f"content/{kind}.yaml" or (folder == f"content/{kind}" and name.endswith(".yaml"))


class SharedStepReader:
    """Compares the sides of steps of one kind, in the order of the log."""

    def __init__(self, kind: SharedKind) -> None:
        self._kind: SharedKind = kind
        self._readers: dict[str, RegistryVersions] = {}
        self._versions: dict[str, SharedVersion] = {}

    def changes(self, step: SharedStep, read: Mapping[str, bytes | None]) -> tuple[FieldChange, ...]:
        """What a commit changed: of a merge, what differs from each of its parents in the same way.

        `read` are the contents by id; None for one that is too large.
        """
        self._versions = {id: one for id, one in self._versions.items() if id in step.wanted}
        parents = range(len(step.files[0].before) or 1)
        before = [[self._version(file, _of_parent(file, n), read, _NOTHING) for file in step.files] for n in parents]
        after = [self._version(file, file.after, read, was) for file, was in zip(step.files, before[0], strict=True)]
        first, *others = (self._compared(one, after) for one in before)
        return tuple(one for one in first if all(one in other for other in others))

    def _version(
        self, file: LoggedFile, id: str, read: Mapping[str, bytes | None], otherwise: SharedVersion
    ) -> SharedVersion:
        """What a file says. One that can't be read says what it said before (`otherwise`), so that the next one that
        can be read is compared with that."""
        if not id:
            return _NOTHING
        if id not in self._versions:
            data = read[id]
            reader = self._readers.setdefault(file.path, RegistryVersions(self._kind))
            self._versions[id] = (reader.read(data) if data is not None else None) or otherwise
        return self._versions[id]

    def _compared(self, before: Iterable[SharedVersion], after: Iterable[SharedVersion]) -> tuple[FieldChange, ...]:
        was, now = _joined(before), _joined(after)
        return speaker_changes(was, now) if self._kind == "speakers" else tuple(source_changes(was, now))


def _of_parent(file: LoggedFile, parent: int) -> str:
    return file.before[parent] if parent < len(file.before) else ""


def _joined(files: Iterable[SharedVersion]) -> SharedVersion:
    """What several files say together."""
    speakers: dict[str, Speaker] = {}
    sources: dict[str, Source] = {}
    unread: set[str] = set()
    for one in files:
        speakers |= one.speakers
        sources |= one.sources
        unread |= one.unread
    return SharedVersion(speakers, sources, frozenset(unread - speakers.keys() - sources.keys()))
