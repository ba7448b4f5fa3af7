"""The changes of one article, step by step, from the contents that its commits name. Opens nothing.

Each step compares a commit with its own parents. So no order of branches is needed, and no change counts twice.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from generator.comparing.changes import MISSING, READABLE, FieldChange, compare_versions
from generator.comparing.plain_values import TRUE
from generator.comparing.versions import ARTICLE, AnyVersion, UnreadableVersion, Version, read_version
from generator.formats.sidecar_versions import SidecarVersions
from generator.history.comparing_steps import Contents, compared_texts
from generator.history.lineages import ArticleStep
from generator.values import Immutable

StepChanges = tuple[FieldChange, ...]
_MISSING = (FieldChange(ARTICLE, MISSING, "", ""),)
_NOWHERE = "-"
"""What stands in a key for a file that a commit did not touch."""


class Sides(Immutable):
    """What is compared: the ids of text and sidecar on both sides. An id is empty where there is no file, and None
    where the commit did not touch the file. Only with two texts have untouched sidecars their ids."""

    text_before: str | None
    text_after: str | None
    sidecar_before: str | None
    sidecar_after: str | None

    @property
    def key(self) -> str:
        """What tells these contents from any others."""
        ids = (self.text_before, self.text_after, self.sidecar_before, self.sidecar_after)
        return " ".join(_NOWHERE if id is None else id for id in ids)

    @property
    def has_texts(self) -> bool:
        """Whether the text changed, and neither came nor went."""
        return bool(self.text_before and self.text_after)

    @property
    def wanted(self) -> tuple[str, ...]:
        """The ids of the contents that have to be read."""
        texts = (self.text_before, self.text_after) if self.has_texts else ()
        return tuple(id for id in (*texts, self.sidecar_before, self.sidecar_after) if id)


def sides_of(step: ArticleStep, sidecar_there: str) -> tuple[Sides, ...]:
    """What a step compares, for each parent of its commit. `sidecar_there` is the id of an untouched sidecar."""
    file = step.text or step.sidecar
    assert file, "a step has a file"
    return tuple(_sides(step, parent, sidecar_there) for parent in range(len(file.before) or 1))


def needs_sidecar(step: ArticleStep) -> bool:
    """Whether the id of the sidecar has to be found out, since the commit touched only the text."""
    return bool(step.sidecar is None and step.text and step.text.after and any(step.text.before))


def _sides(step: ArticleStep, parent: int, sidecar_there: str) -> Sides:
    text, sidecar = step.text, step.sidecar
    there = sidecar_there if needs_sidecar(step) else None
    return Sides(
        text_before=_of_parent(text.before, parent) if text else None,
        text_after=text.after if text else None,
        sidecar_before=_of_parent(sidecar.before, parent) if sidecar else there,
        sidecar_after=sidecar.after if sidecar else there,
    )


def _of_parent(before: Sequence[str], parent: int) -> str:
    return before[parent] if parent < len(before) else ""


def to_read(steps: Sequence[Sequence[Sides]], missing: frozenset[str]) -> Iterator[list[str]]:
    """The ids of the contents that each step needs, without those that the step before it had."""
    before: set[str] = set()
    for sides in steps:
        wanted = dict.fromkeys(id for one in sides if not missing.intersection(one.wanted) for id in one.wanted)
        yield [id for id in wanted if id not in before]
        before = set(wanted)


class StepReader:
    """Compares the sides of one article's steps, in the order of the log. This copy lacks the ids `missing`."""

    def __init__(self, article: str, missing: frozenset[str]) -> None:
        self._article, self._missing = article, missing
        self._sidecars = SidecarVersions()
        self._contents: dict[str, bytes | None] = {}
        self._versions: dict[str, AnyVersion] = {}
        self._readable: dict[str, AnyVersion] = {}

    def changes(self, sides: Sequence[Sides], read: Mapping[str, bytes | None]) -> StepChanges:
        """What a commit changed: of a merge, what differs from each of its parents in the same way.

        `read` are the contents that `to_read` names for this step; None for one that is too large.
        """
        wanted = {id for one in sides if not self._missing.intersection(one.wanted) for id in one.wanted}
        self._contents = {id: read[id] if id in read else self._contents[id] for id in wanted}
        self._versions = {id: version for id, version in self._versions.items() if id in wanted}
        first, *others = (self._compared(one) for one in sides)
        return tuple(one for one in first if all(one in other for other in others))

    def _compared(self, sides: Sides) -> StepChanges:
        if self._missing.intersection(sides.wanted):
            return _MISSING
        return self._with_texts(sides) if sides.has_texts else self._without_texts(sides)

    def _with_texts(self, sides: Sides) -> StepChanges:
        before = self._both(sides.text_before, sides.sidecar_before)
        after = self._both(sides.text_after, sides.sidecar_after)
        if before.text is None or after.text is None:
            return (FieldChange(ARTICLE, READABLE, TRUE if before.text else "", TRUE if after.text else ""),)
        return compared_texts(self._article, before, after)

    def _both(self, text: str | None, sidecar: str | None) -> Contents:
        data = self._contents[sidecar] if sidecar else None
        return Contents(self._contents[text] if text else None, data, is_large=bool(sidecar) and data is None)

    def _without_texts(self, sides: Sides) -> StepChanges:
        came, went = sides.text_after and not sides.text_before, sides.text_before and not sides.text_after
        before = None if came else self._version(sides.sidecar_before)
        after = None if went else self._version(sides.sidecar_after)
        if came or went:  # whether its sidecar can be read or not
            before, after = map(self._empty_if_unreadable, (before, after))
        return self._over_a_gap(sides, before, after)

    def _empty_if_unreadable(self, version: AnyVersion | None) -> AnyVersion | None:
        return Version(self._article) if isinstance(version, UnreadableVersion) else version

    def _over_a_gap(self, sides: Sides, before: AnyVersion | None, after: AnyVersion | None) -> StepChanges:
        """The changes between two versions. Where the former can't be read, they count from the last that could."""
        last = (
            self._readable.get(sides.sidecar_before or "", before) if isinstance(before, UnreadableVersion) else before
        )
        if isinstance(after, UnreadableVersion) and sides.sidecar_after and last:
            self._readable[sides.sidecar_after] = last
        changes = compare_versions(before, after)
        is_bridged = last is not before and isinstance(after, Version)
        return (*changes, *compare_versions(last, after)) if is_bridged else changes

    def _version(self, sidecar: str | None) -> AnyVersion:
        if not sidecar:
            return Version(self._article)
        if sidecar not in self._versions:
            data = self._contents[sidecar]
            self._versions[sidecar] = (
                UnreadableVersion(self._article)
                if data is None
                else read_version(self._article, data, read=self._sidecars.read)
            )
        return self._versions[sidecar]
