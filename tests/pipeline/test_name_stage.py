"""Each thing that an edit is compared by is needed: without it, an article that the edit changes is stale."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

import pytest

from generator.cache.derived_tables import DerivedTables
from generator.cache.name_tables import Name, NamesOfArticle
from generator.checks.others import ALL
from generator.linking import sources
from generator.linking.names_had import ANCHORED, ANNOTATED, CALLED, DESCRIBES, HOSTED, NAMED, REFERS
from generator.model import ArticleFacts, Citation, LocalSpeaker, Registry, Source, Speaker, SpeakerRef
from generator.pipeline import name_stage
from generator.values import replace
from tests.facts import SETTINGS, answer, article, claim
from tests.kept_archives import KeptArchive

ANN = Speaker("ann", "Ann Lee")
OUTLET = Speaker("outlet-y", "Y", kind="outlet", url="https://y.example")
ONE = Source(title="One", url="https://example.org/1", publisher="Press")
TWO = Source(title="Two", url="https://example.org/2", publisher="Press")
LATER = article("2011/d", date="2011-01-01")
BESIDE = [article("2015/aa", date="2015-05-01"), article("2015/az", date="2015-07-01")]
"""The neighbours of `2015/b`, which are of its own date's surroundings: no edit below touches them."""


def b(*annotations: Any, **more: Any) -> ArticleFacts:
    return article("2015/b", *annotations, date="2015-06-01", **more)


def describing(name: str, speaker: Speaker, date: str = "2014-01-01") -> ArticleFacts:
    return article(name, speakers=(LocalSpeaker(speaker.id, speaker),), date=date)


def citing(name: str, source: Source, date: str, **more: Any) -> ArticleFacts:
    return article(name, replace(claim("c"), sources=(Citation(source),)), date=date, **more)


def forgetting(kind: str) -> Callable[[pytest.MonkeyPatch], None]:
    """Forget the names of a kind."""

    def forget(patch: pytest.MonkeyPatch) -> None:
        using = DerivedTables.using

        def forgetful(self: DerivedTables, names: Iterable[Name]) -> set[str]:
            return using(self, (name for name in names if name[0] != kind))

        patch.setattr(DerivedTables, "using", forgetful)

    return forget


def without_owners(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(name_stage, "REFERS", "no such kind")


def without_neighbours(patch: pytest.MonkeyPatch) -> None:
    look = name_stage._Surrounding.__init__

    def forgetful(self: name_stage._Surrounding, *of: Any) -> None:
        look(self, *of)
        self.beside = set()

    patch.setattr(name_stage._Surrounding, "__init__", forgetful)


def without_first_citing(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(name_stage._Surrounding, "_said_of", lambda self, anchor: None)


def without_crowds(patch: pytest.MonkeyPatch) -> None:
    look = name_stage._Surrounding.__init__

    def forgetful(self: name_stage._Surrounding, *of: Any) -> None:
        look(self, *of)
        self._cut = {}

    patch.setattr(name_stage._Surrounding, "__init__", forgetful)


def without_seen(patch: pytest.MonkeyPatch) -> None:
    """Forget what is behind a name: only whether there is one counts."""
    compare = name_stage._Edit._compare

    def blank(one: NamesOfArticle | None) -> NamesOfArticle | None:
        return one and replace(one, names=dict.fromkeys(one.names, b""))

    def forgetful(self: name_stage._Edit, id: str, *both: NamesOfArticle | None) -> None:
        compare(self, id, *map(blank, both))

    patch.setattr(name_stage._Edit, "_compare", forgetful)


_Case = tuple[list[ArticleFacts], list[ArticleFacts], tuple[str, ...], Callable[[pytest.MonkeyPatch], None]]
CASES: Mapping[str, _Case] = {
    "a name that another article takes": (
        [b(answer("x", "old/a#c")), article("2013/a", claim("c"), date="2013-01-01", aliases=("old/a",))],
        [article("old/a", claim("d"), date="2012-01-01")],
        (),
        forgetting(CALLED),
    ),
    "a name that goes": (
        [b(answer("x", "2013/a#c")), article("2013/a", claim("c"), date="2013-01-01")],
        [],
        ("2013/a",),
        forgetting(CALLED),
    ),
    "what others show of an article": (
        [b(claim("c")), article("2013/a", answer("x", "2015/b#c"), date="2013-01-01")],
        [article("2013/a", answer("x", "2015/b#c"), date="2013-01-01", title="Another")],
        (),
        without_seen,
    ),
    "an answer to its claim": (
        [b(claim("c")), article("2013/a", date="2013-01-01")],
        [article("2013/a", answer("x", "2015/b#c"), date="2013-01-01")],
        (),
        without_owners,
    ),
    "an answer to an answer": (
        [b(claim("c")), article("2013/a", answer("x", "2015/b#c"), date="2013-01-01"), LATER],
        [article("2011/d", answer("y", "2013/a#x"), date="2011-01-01")],
        (),
        forgetting(REFERS),
    ),
    "who speaks": (
        [b(claim("c", "ann")), describing("2014/a", ANN), article("2013/a", date="2013-01-01")],
        [describing("2013/a", replace(ANN, name="Ann B. Lee"), "2013-01-01")],
        (),
        forgetting(DESCRIBES),
    ),
    "another who has the name of an unnamed voice": (
        [b(replace(claim("c"), speaker=SpeakerRef(unnamed="Ann Lee"))), article("2013/a", date="2013-01-01")],
        [describing("2013/a", ANN, "2013-01-01")],
        (),
        forgetting(NAMED),
    ),
    "an outlet that has the address": (
        [b(publisher="rt", url="https://y.example/1"), article("2013/a", date="2013-01-01")],
        [describing("2013/a", OUTLET, "2013-01-01")],
        (),
        forgetting(HOSTED),
    ),
    "another annotation of that name": (
        [b(answer("x", "2013/a#lost")), article("2013/a", claim("c"), date="2013-01-01"), LATER],
        [article("2011/d", claim("lost"), date="2011-01-01")],
        (),
        forgetting(ANNOTATED),
    ),
    "all names, to suggest one": (
        [b(answer("x", "2012/aab#none"))],
        [article("2012/aac", claim("c"), date="2012-01-01")],
        (),
        forgetting(ALL),
    ),
    "a neighbour that comes": ([b()], [article("2015/bb", date="2015-06-02")], (), without_neighbours),
    "a neighbour that goes": (
        [b(), article("2015/ab", date="2015-05-20")], [], ("2015/ab",), without_neighbours,
    ),
    "a neighbour that moves away": (
        [b(), article("2015/ab", date="2015-05-20")], [article("2015/ab", date="2011-01-01")], (), without_neighbours,
    ),
    "who writes a source out first": (
        [citing("2015/b", ONE, "2015-06-01"), article("2013/a", date="2013-01-01")],
        [citing("2013/a", replace(ONE, publisher="Another"), "2013-01-01")],
        (),
        without_first_citing,
    ),
    "how the first writes a source out": (
        [citing("2015/b", ONE, "2015-06-01"), citing("2013/a", ONE, "2013-01-01")],
        [citing("2013/a", replace(ONE, publisher="Another"), "2013-01-01")],
        (),
        without_first_citing,
    ),
    "the first that is taken out": (
        [citing("2015/b", ONE, "2015-06-01"), citing("2013/a", replace(ONE, publisher="Another"), "2013-01-01")],
        [],
        ("2013/a",),
        forgetting(ANCHORED),
    ),
    "a list of sources that is cut": (
        [citing("2015/b", ONE, "2015-06-01"), article("2013/a", date="2013-01-01")],
        [citing("2013/a", TWO, "2013-01-01")],
        (),
        without_crowds,
    ),
}  # fmt: skip
"""What is needed → the articles besides `BESIDE`, those that are edited, those that go, and how to forget it."""


@pytest.fixture(autouse=True)
def _short_lists_of_sources() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sources, "MOST_BY_LETTERS", (1, 2, 3))
        yield


def stale(facts: list[ArticleFacts], put: list[ArticleFacts], gone: tuple[str, ...]) -> bool:
    """Whether `2015/b` has something else than a clean build gives, after an edit."""
    kept = KeptArchive(SETTINGS, Registry({"rt": Speaker("rt", "RT", kind="outlet")}), (), ())
    kept.edit([*BESIDE, *facts])
    before = kept.kept["2015/b"], kept.views["2015/b"]
    kept.edit(put, gone)
    clean = kept.clean()
    assert (clean.kept["2015/b"], clean.views["2015/b"]) != before, "the edit changes nothing there"
    return (clean.kept["2015/b"], clean.views["2015/b"]) != (kept.kept["2015/b"], kept.views["2015/b"])


@pytest.mark.parametrize("what", CASES)
def test_without_it_an_article_is_stale(what, monkeypatch):
    facts, put, gone, forget = CASES[what]
    assert not stale(facts, put, gone)
    forget(monkeypatch)
    assert stale(facts, put, gone)


def test_a_list_of_sources_is_counted_by_the_present_id_of_its_publisher():
    press = replace(ANN, id="press", name="Press", aliases=("former-press",))
    shared = {"report": Source("report", "Report", publisher="former-press")}
    cites = replace(claim("c"), sources=(Citation("report"),))
    kept = KeptArchive(SETTINGS, Registry({}, shared), (), ())
    kept.edit([*BESIDE, describing("2014/a", press), b(cites), article("2013/a", date="2013-01-01")])
    kept.edit([citing("2013/a", replace(ONE, publisher="press"), "2013-01-01")])  # now the list has pages by letter
    assert kept.tables == kept.clean().tables


def test_an_article_whose_own_name_another_one_has_too_is_looked_at_again_with_it():
    links_to = article("2014/ff", date="2014-01-01", links=("articles/2014/FF.html",))
    other = article("2013/a", date="2013-01-01", aliases=("2014/FF",))
    kept = KeptArchive(SETTINGS, Registry({}, {}), (), ())
    kept.edit([links_to, article("2013/b", date="2013-06-01"), article("2013/c", date="2013-07-01"), other])
    before = kept.tables
    kept.edit([article("2013/a", date="2013-01-01")])
    assert kept.tables == kept.clean().tables != before
