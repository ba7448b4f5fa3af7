"""Plans the pages of a list by date (`claims/in-2015-12.html`), and its tables. Knows no rows but by a function given.

A row has the date of its article; those of a list of claims are the first appearances, which `Claim.ref` names.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Container, Iterable, Iterator, Sequence
from functools import cached_property, partial

from generator.model import Archive
from generator.outputs.members import Lists
from generator.outputs.page import Listing, Page, Unit
from generator.outputs.page_context import PageContext
from generator.outputs.periods import MOST_ROWS, Leaf, Period, above, leaves_of, wider
from generator.outputs.sums import summed
from generator.outputs.views import ListName, PeriodLink, PeriodPage, StatementView
from generator.urls import period_path, table_path
from generator.values import replace

_Rows = Callable[[PeriodPage, Sequence[str], PageContext], PeriodPage]
"""Puts rows (ids of articles, references of statements) into the view of a page."""
_Table = Callable[[Sequence[str]], bytes]
FIRST_DAY = ""
"""Before all days."""
LAST_DAY = "~"
"""After all days."""


class DatedList:
    """A list: the path and owner of its index, its name (without a link yet), and the lists that its rows are from.

    A row is an article's id or a statement's reference. `is_long`: one of `parts` has more rows than the index shows of
    it, and so there are pages by date.
    """

    def __init__(self, lists: Lists, path: str, owner: str, name: ListName, parts: Sequence[str], shown: int) -> None:
        self.path, self.owner, self.name, self.parts = path, owner, name, tuple(parts)
        self._lists, self._shown = lists, shown

    @cached_property
    def days(self) -> dict[str, int]:
        """Day → how many rows, the newest first."""
        return self._lists.days(self.parts)

    @cached_property
    def _crowded(self) -> frozenset[str]:
        """The days that have several pages."""
        return frozenset(day for day, count in self.days.items() if count > MOST_ROWS)

    @cached_property
    def is_long(self) -> bool:
        return len(self) > self._shown and any(
            sum(self._lists.days([part]).values()) > self._shown for part in self.parts
        )

    def __len__(self) -> int:
        return sum(self.days.values())

    def newest(self, most: int) -> tuple[str, ...]:
        """The newest rows."""
        first, found = FIRST_DAY, 0
        for day, count in self.days.items():
            first, found = day, found + count
            if found >= most:
                break
        return self.rows(first, LAST_DAY)[:most]

    def rows(self, first: str = FIRST_DAY, last: str = LAST_DAY) -> tuple[str, ...]:
        """The rows of the days from `first` to `last`, the newest first. A day that has several pages has its rows by
        the ids of their articles, so that what is put in moves as few as it can."""
        members = self._lists.between(self.parts, first, last)
        if self._crowded:
            place = {day: number for number, day in enumerate(self.days)}
            members.sort(key=lambda one: (place[one.day], one.article if one.day in self._crowded else ""))
        return tuple(member.ref for member in members)

    def years(self) -> Counter[str]:
        """Year → how many rows, the newest first."""
        years: Counter[str] = Counter()
        for day, count in self.days.items():
            years[day[:4]] += count
        return years

    def page_links(self, here: PageContext) -> tuple[PeriodLink, ...]:
        """The links to its years, the newest first; none where the index shows all."""
        return tuple(_link(self, Period(year), here) for year in self.years()) if self.is_long else ()

    def table_links(self, here: PageContext) -> tuple[PeriodLink, ...]:
        """The links to its tables, one a year, the newest first."""
        return tuple(PeriodLink(year, here.to(table_path(self.path, year))) for year in self.years())

    def tables(self, table: _Table) -> Iterator[Listing]:
        """The tables of its years."""
        for year in self.years():
            path, owner = table_path(self.path, year), f"the table of {self.owner}, {year}"
            whole = partial(self._with_table, Page(path, owner), table, year)
            yield Listing(path, owner, "", whole, first=year, last=_last_of(year))

    def _with_table(self, page: Page, table: _Table, year: str) -> Page:
        return replace(page, data=table(self.rows(year, _last_of(year))))

    def by_date(self, *pages: Callable[[], Iterable[Listing]]) -> Unit:
        """The unit of its pages by date and tables, or of whatever `pages` give."""
        return Unit(
            f"{self.path} by date", self.parts, self.name.name, lambda: (one for some in pages for one in some())
        )

    def pages(self, ground: PageContext, current: str, rows: _Rows, tables: Container[str] = ()) -> Iterator[Listing]:
        """Its pages by date; none where the index shows all. `current` is the path that navigation marks, and `tables`
        are the years that have a table."""
        if not self.is_long:
            return
        found = leaves_of(self.days)
        planner = _PeriodPlanner(self, ground, current, rows, tables)
        for name, narrower in wider(found).items():
            yield planner.page(Period(name), narrower=narrower)
        for n, leaf in enumerate(found):
            later, earlier = found[n - 1] if n else None, found[n + 1] if n + 1 < len(found) else None
            yield planner.page(leaf.period, leaf, earlier, later)


class _PeriodPlanner:
    def __init__(self, of: DatedList, ground: PageContext, current: str, rows: _Rows, tables: Container[str]) -> None:
        self._of, self._ground, self._current, self._rows, self._tables = of, ground, current, rows, tables

    def page(
        self,
        period: Period,
        leaf: Leaf | None = None,
        earlier: Leaf | None = None,
        later: Leaf | None = None,
        narrower: Sequence[str] = (),
    ) -> Listing:
        beside = (earlier.period if earlier else None, later.period if later else None)
        return Listing(
            path=period_path(self._of.path, period.name, period.part),
            owner=f"{self._of.owner}, {period.name}",
            template="period.html",
            whole=partial(self._whole, period, leaf, *beside, narrower),
            shape=repr((beside, narrower, leaf and (leaf.start, leaf.end) if period.part else None)),
            first=period.name if leaf else LAST_DAY,
            last=_last_of(period.name) if leaf else LAST_DAY,
        )

    def _whole(
        self,
        period: Period,
        leaf: Leaf | None,
        earlier: Period | None,
        later: Period | None,
        narrower: Sequence[str],
    ) -> Page:
        of, up = self._of, above(period.name)
        here = self._ground.at(period_path(of.path, period.name, period.part))
        view = PeriodPage(
            frame=here.frame(current=self._current),
            list=replace(of.name, href=here.to(of.path)),
            date=period.name,
            part=period.part,
            up=_link(of, Period(up), here) if up else None,
            narrower=tuple(_link(of, Period(name), here) for name in narrower),
            earlier=_link(of, earlier, here) if earlier else None,
            later=_link(of, later, here) if later else None,
            csv=here.to(table_path(of.path, period.name)) if period.name in self._tables else "",
        )
        shown = of.rows(period.name, _last_of(period.name)) if leaf else ()
        if leaf and period.part:
            shown = shown[(period.part - 1) * MOST_ROWS : period.part * MOST_ROWS]
        owner = f"{of.owner}, {period.name}"
        return Page(here.path, owner, "period.html", self._rows(view, shown, here))


def plain_rows(archive: Archive, view: PeriodPage, rows: Sequence[str], here: PageContext) -> PeriodPage:
    """The view with its rows as articles and claims: see `_Rows`."""
    articles = tuple(summed(archive, row, here) for row in rows if not is_statement(row))
    return replace(view, articles=articles, claims=claim_rows(archive, filter(is_statement, rows), here))


def claim_rows(archive: Archive, claims: Iterable[str], here: PageContext) -> tuple[StatementView, ...]:
    """The rows of a list of claims; each counts the answers to all appearances of its claim."""
    return tuple(here.statement(archive.statements[ref], len(archive.claims_by_ref[ref].answers)) for ref in claims)


def is_statement(row: str) -> bool:
    """Whether a row is the reference of a statement, and not the id of an article."""
    return "#" in row


def _last_of(period: str) -> str:
    """Behind all days of a year, a month or a day."""
    return period + LAST_DAY


def _link(of: DatedList, period: Period, here: PageContext) -> PeriodLink:
    return PeriodLink(period.name, here.to(period_path(of.path, period.name, period.part)), period.part)
