"""What stands in which list of the archive, and when: the entries from which lists are cut by date."""

from __future__ import annotations

from generator.values import Immutable


class Member(Immutable):
    """An entry of a list. `list` is the name of the list (see `outputs.members`); `ref` is what the entry is of: an
    article's id, or the reference of a statement.

    `day` and `instant` are those of `article`, the article that the entry is from, and `place` is its place among the
    entries that this article has in the list. `stamp` is what some lists are sorted by besides: the UTC time stamp of
    the last change, in a few lists another text (see there).
    """

    list: str
    day: str
    instant: str
    article: str
    place: int
    ref: str
    stamp: str = ""
