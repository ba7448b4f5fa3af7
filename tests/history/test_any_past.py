"""Whatever editors did, commit by commit, is told as it was: with its own date, once, and of the right article."""

from __future__ import annotations

import datetime as dt
import tempfile
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.cache.store import Cache
from generator.comparing.changes import FieldChange
from generator.history.reading import Histories, HistoryInputs, read_histories
from generator.history.repository import repository_of
from generator.model import Naming
from tests.history.past import DEEDS, Past
from tests.repositories import git

_NUMBERS = st.integers(0, 1_000)
_DEEDS = st.lists(st.tuples(st.sampled_from(DEEDS), _NUMBERS, _NUMBERS, st.integers(-3, 30)), min_size=1, max_size=25)


def _read(folder: Path, ids: list[str], cache: Cache) -> Histories:
    asked = HistoryInputs(dict.fromkeys(ids, ()), (), Naming(), "UTC")
    return read_histories(folder, repository_of(folder), asked, cache)


def _day(time: int) -> str:
    return dt.datetime.fromtimestamp(time, dt.UTC).date().isoformat()


def _past(deeds: list[tuple[str, int, int, int]]) -> Past:
    past = Past()
    for deed in deeds:
        past.do(*deed)
    past.end()
    return past


@given(_DEEDS)
@settings(max_examples=60)
def test_the_history_is_what_was_done(deeds):
    past = _past(deeds)
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        ids = past.write(folder)
        articles = past.articles()
        histories = _read(folder, sorted(articles), Cache())
        for id, number in articles.items():
            shown = {one.commit: (one.day, Counter(one.changes)) for one in histories.of(id).entries}
            done: dict[str, tuple[str, Counter[FieldChange]]] = {}
            for told in past.told:
                if told.article == number:
                    done[ids[told.mark]] = (_day(told.time), Counter(told.changes))
            assert shown == done


@given(_DEEDS, st.lists(_NUMBERS, min_size=1, max_size=6))
@settings(max_examples=12)
def test_what_is_kept_of_another_commit_changes_nothing(deeds, looks):
    _check_kept(deeds, looks)


@pytest.mark.slow
@given(_DEEDS, st.lists(_NUMBERS, min_size=1, max_size=6))
@settings(max_examples=200)
def test_what_is_kept_of_any_commit_changes_nothing(deeds, looks):
    _check_kept(deeds, looks)


def _check_kept(deeds, looks):
    """Whether the branch went on, was taken back, or became another one."""
    past = _past(deeds)
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        ids = past.write(folder)
        marks = sorted(past.ids)
        cache = Cache()
        for look in (*looks, len(marks) - 1):
            mark = marks[look % len(marks)]
            git(folder, "update-ref", "refs/heads/main", ids[mark])
            articles = past.ids[mark]
            kept, anew = _read(folder, articles, cache), _read(folder, articles, Cache())
            assert kept.known == anew.known
            assert [kept.of(id) for id in articles] == [anew.of(id) for id in articles]
