"""Chooses what to tell of an article's changes: each once, under present names, and none from before it was public."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence

from generator.comparing.changes import ADDED, RENAMED, FieldChange
from generator.comparing.plain_values import TRUE
from generator.comparing.recorded import ArticleHistory, Recorded, without_wordings
from generator.comparing.versions import ARTICLE
from generator.values import replace

_CAME = FieldChange(ARTICLE, ADDED, (), (("article", "", "", ""),))
_PUBLIC = FieldChange(ARTICLE, "draft", TRUE, "")


Parents = Mapping[str, Collection[str]]
"""The ids of the commits before each commit in the log, by its id."""


def history_of(entries: Sequence[Recorded], parents: Parents, *, is_cut: bool, is_withheld: bool) -> ArticleHistory:
    """The history of an article from its commits, the earliest first. `is_withheld`: readers see only its passages.

    What changed while it was a draft is not told: it was not public.
    """
    public = next((n for n in reversed(range(len(entries))) if _PUBLIC in entries[n].changes), -1)
    shown = list(entries[max(public, 0) :])
    if public >= 0:
        shown[0] = replace(shown[0], changes=(_CAME,))
    if is_withheld:
        shown = [replace(one, changes=without_wordings(one.changes)) for one in shown]
    named = tuple(one for one in _under_present_names(shown, parents) if one.changes)
    return ArticleHistory(named[::-1], is_cut and public < 0)


def shared_histories(entries: Sequence[Recorded], parents: Parents, *, is_cut: bool) -> dict[str, ArticleHistory]:
    """The histories of shared speakers or sources from all commits, the earliest first: by the ids that changes of them
    have now. One that was added and never changed since has none."""
    by_id: dict[str, list[Recorded]] = defaultdict(list)
    for entry in _under_present_names(entries, parents):
        for id in dict.fromkeys(change.id for change in entry.changes):
            own = tuple(change for change in entry.changes if change.id == id)
            by_id[id].append(replace(entry, changes=own))
    has_changed = {id for id, own in by_id.items() if not all(_has_come(c) for one in own for c in one.changes)}
    return {id: ArticleHistory(tuple(reversed(by_id[id])), is_cut) for id in by_id if id in has_changed}


def _has_come(change: FieldChange) -> bool:
    return change.field == ADDED or (change.field == "sources" and not change.before)


def told_once(entries: Sequence[Recorded], parents: Parents) -> list[Recorded]:
    """The entries, the earliest first, without changes that were made on two branches: the earlier one is kept.

    `parents` are those of all commits. A change that was made again after it was taken back is another one.
    """
    made: dict[FieldChange, list[list[int]]] = defaultdict(list)
    for number, entry in enumerate(entries):
        for change in dict.fromkeys(entry.changes):
            for branches in made[change]:
                if not any(_leads_to(entries[other].commit, entry.commit, parents) for other in branches):
                    branches.append(number)
                    break
            else:
                made[change].append([number])
    told = [list(one.changes) for one in entries]
    for change, times in made.items():
        for branches in times:
            for number in sorted(branches, key=lambda n: (entries[n].stamp, n))[1:]:
                told[number].remove(change)
    return [replace(entry, changes=tuple(changes)) for entry, changes in zip(entries, told, strict=True)]


def _leads_to(earlier: str, later: str, parents: Parents) -> bool:
    """Whether a commit is among those before another."""
    seen, waiting = {later}, [later]
    while waiting:
        for parent in parents.get(waiting.pop(), ()):
            if parent == earlier:
                return True
            if parent not in seen:
                seen.add(parent)
                waiting.append(parent)
    return False


def _under_present_names(entries: Sequence[Recorded], parents: Parents) -> Iterator[Recorded]:
    """The entries, the earliest first, with each annotation under the id that it has now."""
    renames = [
        (number, f"{one.id[: one.id.rfind('/') + 1]}{one.before}", one.id)
        for number, entry in enumerate(entries)
        for one in entry.changes
        if one.field == RENAMED
    ]
    for number, entry in enumerate(entries):
        changes = []
        for change in entry.changes:
            id = change.id
            for renamed, former, present in renames:
                if id == former and renamed != number and not _is_after(number, renamed, entries, parents):
                    id = present
            changes.append(replace(change, id=id) if id != change.id else change)
        yield replace(entry, changes=tuple(changes))


def _is_after(number: int, other: int, entries: Sequence[Recorded], parents: Parents) -> bool:
    """Whether a commit knows of the other one. It may be a commit on another branch, wherever in the log that is."""
    return other < number and _leads_to(entries[other].commit, entries[number].commit, parents)
