"""When annotations came and changed, as far as their article's history knows it for certain: else no date at all."""

from __future__ import annotations

import pytest

from generator.comparing.annotation_times import AnnotationTimes, annotation_times
from generator.comparing.changes import ADDED, MISSING, READABLE, REMOVED, RENAMED, FieldChange
from generator.comparing.recorded import ArticleHistory, Recorded
from generator.comparing.versions import ARTICLE

_CLAIM = ("claim", "false", "mayor", "")


def _stamp(day: int) -> str:
    return f"2026-03-{day:02}T12:00:00Z"


def _commit(day: int, *changes: FieldChange, stamp: str | None = None) -> Recorded:
    return Recorded(f"c{day}", _stamp(day) if stamp is None else stamp, f"2026-03-{day:02}", "", changes)


def _history(*commits: Recorded, is_cut: bool = False) -> ArticleHistory:
    """A history of commits that are given from the earliest on."""
    return ArticleHistory(tuple(reversed(commits)), is_cut)


def _came(id: str = "cost") -> FieldChange:
    return FieldChange(id, ADDED, (), (_CLAIM,))


def _went(id: str = "cost") -> FieldChange:
    return FieldChange(id, REMOVED, (_CLAIM,), ())


def _changed(id: str = "cost", field: str = "verdict") -> FieldChange:
    return FieldChange(id, field, "unverified", "false")


def test_an_annotation_came_with_the_commit_that_added_it_and_changed_with_the_last_that_names_it():
    history = _history(
        _commit(1, FieldChange(ARTICLE, ADDED, (), (("article", "", "", ""),)), _came(), _came("may")),
        _commit(2, _changed()),
        _commit(3, FieldChange(ARTICLE, "title", "A", "B"), _changed("speakers/mayor", "role")),
        _commit(4, FieldChange("cost", RENAMED, "price", "cost")),
    )
    assert annotation_times(history) == {
        "cost": AnnotationTimes(_stamp(1), _stamp(4)),
        "may": AnnotationTimes(_stamp(1)),
    }


def test_taken_out_and_back_it_came_at_first():
    history = _history(_commit(1, _came()), _commit(2, _went()), _commit(3, _came()))
    assert annotation_times(history) == {"cost": AnnotationTimes(_stamp(1), _stamp(3))}


def test_of_two_branches_the_earlier_date_counts_whatever_the_order_of_the_log():
    history = _history(_commit(5, _came()), _commit(2, _came()), _commit(4, _changed()))
    assert annotation_times(history) == {"cost": AnnotationTimes(_stamp(2), _stamp(5))}


@pytest.mark.parametrize(
    "history",
    [
        _history(_commit(2, _changed()), is_cut=True),
        _history(_commit(2, _came()), is_cut=True),
        _history(_commit(1, _came()), _commit(2, FieldChange(ARTICLE, MISSING, "", ""))),
        _history(_commit(1, FieldChange(ARTICLE, READABLE, "", "true"), _came())),
        _history(_commit(1, _came()), _commit(2, FieldChange("cost", READABLE, "true", ""))),
        _history(_commit(1, _came()), _commit(2, _went())),
        _history(_commit(1, _came(), stamp=""), _commit(2, _changed())),
        _history(_commit(1, _came()), _commit(2, _changed(), stamp="")),
        _history(),
    ],
    ids="shallow shallow-added partial unreadable one-unreadable gone no-date no-later-date empty".split(),
)
def test_where_something_is_missing_there_is_no_date(history: ArticleHistory):
    assert annotation_times(history) == {}


def test_what_was_there_before_its_article_was_public_has_only_later_changes():
    came = FieldChange(ARTICLE, ADDED, (), (("article", "", "", ""),))
    assert annotation_times(_history(_commit(1, came), _commit(2, _changed()))) == {
        "cost": AnnotationTimes("", _stamp(2))
    }
