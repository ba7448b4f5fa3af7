"""The table of what stands in which list, kept from build to build. A query gives the entries of a few days, or counts.

Knows lists by name and entries as text, and neither what an entry shows nor which pages a list has.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Container, Iterable, Iterator, Mapping, Sequence
from itertools import islice

from generator.cache.tables import Tables, marks
from generator.model import Member
from generator.values import Immutable

_COLUMNS = "list, day, instant, article, place, ref, stamp"
_AT_ONCE = 1_000
"""Articles whose entries are put at once: all would take much memory."""
_NEWEST_FIRST = "day DESC, instant DESC, article DESC, place"

Touched = Mapping[str, frozenset[str]]
"""Names of lists, with the days on which entries came, went or may show something else."""


class ListedArticle(Immutable):
    """An article and its entries in all lists. `digest` is that of what these entries show, `notes` that of the notes
    behind them."""

    id: str
    digest: str
    members: tuple[Member, ...]
    notes: str = ""


class ListTables:
    """The entries of all lists. Articles are given by their ids."""

    def __init__(self, tables: Tables) -> None:
        self._tables = tables

    @staticmethod
    def in_memory() -> ListTables:
        """Empty tables, which are lost with the object."""
        return ListTables(Tables.in_memory())

    def digests(self) -> dict[str, tuple[str, str]]:
        """Article → the digests of what its entries show, and of the notes behind them."""
        known = self._tables.ask("SELECT article, digest, notes FROM listed WHERE variant = ?")
        return {article: (digest, notes) for article, digest, notes in known}

    def replace(
        self, articles: Iterable[ListedArticle], gone: Collection[str] = (), same: Container[str] | None = None
    ) -> Touched:
        """Put the entries of these articles in place of their former ones, and forget those of the articles `gone`.

        Returns the lists and days that have or had one of these entries. An entry that stays as it is, and whose `ref`
        is in `same`, does not count: it shows what it did.
        """
        touched: dict[str, frozenset[str]] = dict(_days_of(self._members_of(gone)))
        self._tables.forget(gone, "listed", "member")
        for some in _in_batches(articles):
            former = [article.id for article in some]
            before = list(self._members_of(former))
            self._tables.forget(former, "listed", "member")
            members = self._put(some)
            stay = {m for m in {*before} & {*members} if m.ref in same} if same is not None else frozenset[Member]()
            for name, days in _days_of(member for member in (*before, *members) if member not in stay).items():
                touched[name] = touched.get(name, frozenset()) | days
        return touched

    def fill(self, articles: Iterable[ListedArticle]) -> None:
        """Put the entries of articles that have none by now."""
        for some in _in_batches(articles):
            self._put(some)

    def _put(self, articles: Sequence[ListedArticle]) -> list[Member]:
        members = [member for one in articles for member in one.members]
        self._tables.put("listed", ((article.id, article.digest, article.notes) for article in articles))
        self._tables.put("member", ((m.list, m.day, m.instant, m.article, m.place, m.ref, m.stamp) for m in members))
        return members

    def replace_notes(self, notes: Mapping[str, str]) -> Touched:
        """Put the digests of the notes behind the entries of articles in place of the former ones.

        Returns the lists and days that have one of these entries.
        """
        query = "SELECT article, digest FROM listed WHERE variant = ? AND article IN ({marks})"
        digests = list(self._tables.ask_for(query, notes))
        self._tables.forget(notes, "listed")
        self._tables.put("listed", ((id, digest, notes[id]) for id, digest in digests))
        return self.entries_of(notes)

    def entries_of(self, articles: Iterable[str]) -> Touched:
        """The lists and days that have an entry of these articles."""
        return _days_of(self._members_of(articles))

    def _members_of(self, articles: Iterable[str]) -> Iterator[Member]:
        query = f"SELECT {_COLUMNS} FROM member INDEXED BY member_of WHERE variant = ? AND article = ?"
        return (Member(*row) for id in articles for row in self._tables.ask(query, id))

    # ── queries ──

    def days(self, lists: Sequence[str]) -> dict[str, int]:
        """The days that have entries in these lists, each with how many, the newest first."""
        query = f"SELECT day, count(*) FROM member WHERE variant = ? AND list IN ({marks(lists)}) GROUP BY day"
        return dict(sorted(self._tables.ask(query, *lists), reverse=True))

    def between(self, lists: Sequence[str], first: str, last: str) -> list[Member]:
        """The entries of the days from `first` to `last`, the newest first; of one article, list by list as given."""
        query = (
            f"SELECT {_COLUMNS} FROM member WHERE variant = ? AND list = ? AND day BETWEEN ? AND ? "
            f"ORDER BY {_NEWEST_FIRST}"
        )
        found = [Member(*row) for name in lists for row in self._tables.ask(query, name, first, last)]
        if len(lists) > 1:
            found.sort(key=lambda member: (member.day, member.instant, member.article), reverse=True)
        return found

    def newest(self, name: str, most: int) -> list[Member]:
        """The newest entries of a list."""
        query = f"SELECT {_COLUMNS} FROM member WHERE variant = ? AND list = ? ORDER BY {_NEWEST_FIRST} LIMIT ?"
        return [Member(*row) for row in self._tables.ask(query, name, most)]

    def latest(self, lists: Sequence[str], most: int) -> list[Member]:
        """The entries with the latest stamps. Of equal ones, those of the list that is given first, then the newest."""
        query = (
            f"SELECT {_COLUMNS} FROM member WHERE variant = ? AND list = ? ORDER BY stamp DESC, {_NEWEST_FIRST} LIMIT ?"
        )
        found = [Member(*row) for name in lists for row in self._tables.ask(query, name, most)]
        return sorted(found, key=lambda member: member.stamp, reverse=True)[:most]

    def last_changes(self, lists: Sequence[str]) -> dict[str, str]:
        """Year → the latest stamp of an entry in these lists, the newest year first."""
        of_lists = f"variant = ? AND list IN ({marks(lists)})"
        query = f"SELECT substr(day, 1, 4), max(stamp) FROM member WHERE {of_lists} GROUP BY 1"
        return dict(sorted(self._tables.ask(query, *lists), reverse=True))

    def counts(self, group: str) -> dict[str, int]:
        """How many entries each list of a group has: of `verdict/false` in the group `verdict`, by `false`."""
        start = f"{group}/"
        query = "SELECT list, count(*) FROM member WHERE variant = ? AND list >= ? AND list < ? GROUP BY list"
        found = self._tables.ask(query, start, f"{group}{chr(ord('/') + 1)}")
        return {name.removeprefix(start): count for name, count in sorted(found)}


def _in_batches(articles: Iterable[ListedArticle]) -> Iterator[list[ListedArticle]]:
    waiting = iter(articles)
    while some := list(islice(waiting, _AT_ONCE)):
        yield some


def _days_of(members: Iterable[Member]) -> Touched:
    touched: dict[str, set[str]] = defaultdict(set)
    for member in members:
        touched[member.list].add(member.day)
    return {name: frozenset(days) for name, days in touched.items()}
