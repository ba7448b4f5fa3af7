"""Plans the pages of a list by date (`claims/in-2015-12.html`), and its tables. Knows no rows but by a function given.

A row has the date of its article; those of a list of claims are the first appearances, which `Claim.ref` names.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Container, Iterable, Iterator, Sequence
from functools import partial

from generator.linking.queries import article_days
from generator.model import Archive
from generator.outputs.page import Listing, Page
from generator.outputs.page_context import PageContext
from generator.outputs.periods import MOST_ROWS, Leaf, Period, above, leaves_of, wider
from generator.outputs.sums import summed
from generator.outputs.views import ListName, PeriodLink, PeriodPage, StatementView
from generator.urls import period_path, table_path
from generator.values import Immutable, replace

_Rows = Callable[[PeriodPage, Sequence[str], PageContext], PeriodPage]
"""Puts rows (ids of articles, references of statements) into the view of a page."""
_Table = Callable[[Sequence[str]], bytes]


class DatedList(Immutable):
    """A list: the path and owner of its index, its name, and its rows with their days, newest first.

    A row is an article's id or a statement's reference. `is_long`: it has more rows than its index shows, and so pages
    by date.
    """

    path: str
    owner: str
    name: ListName
    rows: tuple[str, ...]
    days: tuple[str, ...]
    is_long: bool

    @staticmethod
    def of(
        archive: Archive, path: str, owner: str, name: ListName, lists: Sequence[Iterable[str]], shown: int
    ) -> DatedList:
        """The list made of `lists`, of each of which the index shows `shown` rows. `name` has no link yet."""
        known = article_days(archive)
        order = archive.once(_places)
        parts = [tuple(part) for part in lists]
        newest = sorted((row for part in parts for row in part), key=lambda row: order[_article_of(row)])
        newest.sort(key=lambda row: known[_article_of(row)], reverse=True)
        rows = _crowded_days_by_id(newest, known)
        days = tuple(known[_article_of(row)] for row in rows)
        return DatedList(path, owner, name, tuple(rows), days, any(len(part) > shown for part in parts))

    def years(self) -> Counter[str]:
        """Year → how many rows, the newest first."""
        return Counter(day[:4] for day in self.days)

    def page_links(self, here: PageContext) -> tuple[PeriodLink, ...]:
        """The links to its years, the newest first; none where the index shows all."""
        return tuple(_link(self, Period(year), here) for year in self.years()) if self.is_long else ()

    def table_links(self, here: PageContext) -> tuple[PeriodLink, ...]:
        """The links to its tables, one a year, the newest first."""
        return tuple(PeriodLink(year, here.to(table_path(self.path, year))) for year in self.years())

    def tables(self, table: _Table) -> Iterator[Listing]:
        """The tables of its years."""
        for year, rows in self.rows_by_year().items():
            page = Page(table_path(self.path, year), f"the table of {self.owner}, {year}")
            yield Listing(page, rows, partial(_with_table, page, table, rows))

    def rows_by_year(self) -> dict[str, tuple[str, ...]]:
        """Year → its rows, the newest first."""
        found: dict[str, list[str]] = defaultdict(list)
        for day, row in zip(self.days, self.rows, strict=True):
            found[day[:4]].append(row)
        return {year: tuple(rows) for year, rows in found.items()}

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


class _PeriodPlanner(Immutable):
    of: DatedList
    ground: PageContext
    current: str
    rows: _Rows
    tables: Container[str]

    def page(
        self,
        period: Period,
        leaf: Leaf | None = None,
        earlier: Leaf | None = None,
        later: Leaf | None = None,
        narrower: Sequence[str] = (),
    ) -> Listing:
        of, up = self.of, above(period.name)
        path = period_path(of.path, period.name, period.part)
        here = self.ground.at(path)
        view = PeriodPage(
            frame=here.frame(current=self.current),
            list=replace(of.name, href=here.to(of.path)),
            date=period.name,
            part=period.part,
            up=_link(of, Period(up), here) if up else None,
            narrower=tuple(_link(of, Period(name), here) for name in narrower),
            earlier=_link(of, earlier.period, here) if earlier else None,
            later=_link(of, later.period, here) if later else None,
            csv=here.to(table_path(of.path, period.name)) if period.name in self.tables else "",
        )
        page = Page(path, f"{of.owner}, {period.name}", "period.html", view)
        shown = of.rows[leaf.start : leaf.end] if leaf else ()
        return Listing(page, shown, lambda: replace(page, view=self.rows(view, shown, here)))


def _places(archive: Archive) -> dict[str, int]:
    """Article id → its place among the articles, newest first."""
    return {article.id: place for place, article in enumerate(archive.articles)}


def plain_rows(archive: Archive, view: PeriodPage, rows: Sequence[str], here: PageContext) -> PeriodPage:
    """The view with its rows as articles and claims: see `_Rows`."""
    articles = tuple(summed(archive, row, here) for row in rows if not _is_statement(row))
    return replace(view, articles=articles, claims=claim_rows(archive, filter(_is_statement, rows), here))


def claim_rows(archive: Archive, claims: Iterable[str], here: PageContext) -> tuple[StatementView, ...]:
    """The rows of a list of claims; each counts the answers to all appearances of its claim."""
    return tuple(here.statement(archive.statements[ref], len(archive.claims_by_ref[ref].answers)) for ref in claims)


def _with_table(page: Page, table: _Table, rows: Sequence[str]) -> Page:
    return replace(page, data=table(rows))


def _link(of: DatedList, period: Period, here: PageContext) -> PeriodLink:
    return PeriodLink(period.name, here.to(period_path(of.path, period.name, period.part)), period.part)


def _crowded_days_by_id(rows: Sequence[str], days: dict[str, str]) -> list[str]:
    """The rows, with those of a day that has several pages by the ids of their articles, so that what is put in moves
    as few as it can."""
    of_day = Counter(days[_article_of(row)] for row in rows)
    place = {day: number for number, day in enumerate(of_day)}

    def key(row: str) -> tuple[int, str]:
        day = days[_article_of(row)]
        return place[day], _article_of(row) if of_day[day] > MOST_ROWS else ""

    return sorted(rows, key=key)


def _article_of(row: str) -> str:
    return row.partition("#")[0]


def _is_statement(row: str) -> bool:
    return "#" in row
