"""What is asked of one article, or of a few names, is found by an index: an archive of any size answers as fast."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from generator.cache.derived_tables import DerivedTables
from generator.cache.list_tables import ListTables
from generator.cache.name_tables import NameTables
from generator.cache.tables import Tables

ASKED: dict[str, Callable[[Tables], object]] = {
    "names of an article": lambda tables: NameTables(tables).of("2015/a"),
    "articles with a name": lambda tables: NameTables(tables).having("id", ["a"]),
    "articles beside one": lambda tables: NameTables(tables).beside("2015/a"),
    "first article that cites": lambda tables: NameTables(tables).first_citing(["a"]),
    "sources on a page": lambda tables: NameTables(tables).on_page("sources/a.html"),
    "the sources of a list": lambda tables: NameTables(tables).count_sources(["sources/a.html"], 9, {}),
    "articles that look a name up": lambda tables: DerivedTables(tables).using([("id", "a")]),
    "linked articles": lambda tables: DerivedTables(tables).linked(["2015/a"]),
    "problems": lambda tables: DerivedTables(tables).found(),
    "entries of a few days": lambda tables: ListTables(tables).between(["claims"], "2015", "2015~"),
    "newest entries": lambda tables: ListTables(tables).newest("claims", 9),
    "one article taken out": lambda tables: ListTables(tables).replace((), ["2015/a"]),
}


@pytest.mark.parametrize("asked", ASKED)
def test_no_query_walks_through_the_whole_archive(asked: str, monkeypatch: pytest.MonkeyPatch) -> None:
    tables, plans = Tables.in_memory(), list[str]()

    def ask(self: Tables, query: str, *values: object) -> list[object]:
        explained = self.connection().execute(f"EXPLAIN QUERY PLAN {query}", (self.variant, *values))
        plans.extend(detail for _, _, _, detail in explained)
        return []

    with monkeypatch.context() as patched:
        patched.setattr(Tables, "ask", ask)
        ASKED[asked](tables)
    assert plans
    assert not [plan for plan in plans if _walks(plan)], plans


def _walks(plan: str) -> bool:
    """Whether a step of a query looks at all rows of a build."""
    return plan.startswith("SCAN") or (plan.endswith("(variant=?)") and "derived_with_problem" not in plan)
