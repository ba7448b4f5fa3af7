"""What plain values are called."""

from __future__ import annotations

import pytest

from generator.comparing.vocabulary import MOST_LISTED, Vocabulary, no_name
from generator.i18n.catalog import Catalog

NAMES = {("speaker", "amnesty"): "Amnesty International", ("source", "report"): "Civilian objects"}


def vocabulary(language: str = "en") -> Vocabulary:
    return Vocabulary(Catalog(language), name_of=lambda kind, id: NAMES.get((kind, id), ""))


@pytest.mark.parametrize(
    ("id", "otherwise", "name"),
    [
        ("amnesty", "", "Amnesty International"),
        ("report", "", "report"),
        ("nobody", "", "nobody"),
        ("outlet", "", "the outlet itself"),
        ("editors", "", "the editors"),
        ("", "a senior official", "a senior official"),
        ("petrov", "Ivan Petrov", "Ivan Petrov"),
    ],
)
def test_a_voice_is_called_by_its_name_or_its_id(id, otherwise, name):
    assert vocabulary().voice(id, otherwise) == name


@pytest.mark.parametrize(
    ("record", "name"),
    [
        (("report", ""), "Civilian objects"),
        (("report", "p. 12"), "Civilian objects, p. 12"),
        (("amnesty", ""), "amnesty"),
        (("", "", "The annex", "https://a.org"), "The annex"),
        (("", "p. 3", "", "https://a.org"), "https://a.org, p. 3"),
    ],
)
def test_a_source_is_called_by_its_title_address_or_id(record, name):
    assert vocabulary().source(record) == name


@pytest.mark.parametrize(
    ("field", "value", "shown"),
    [
        ("draft", "true", "yes"),
        ("draft", "", "no"),
        ("said", "2015-12", "December 2015"),
        ("said", "", ""),
        ("language", "ru", "Russian"),
        ("mode", "mixed", "partly quoted"),
        ("kind", "outlet", "Outlet"),
        ("publisher", "amnesty", "Amnesty International"),
        ("publisher", "The Times", "The Times"),
        ("titles", (("ru", "Ничего"), ("", "x")), "Russian: Ничего and x"),
        ("names", (("ru", "Игорь"),), "Russian: Игорь"),
        ("corrections", (("2016-01-01", "It was 12.", ""),), "2016-01-01, It was 12."),
        ("tags", (), ""),
    ],
)
def test_a_value_is_shown_as_readers_know_it(field, value, shown):
    assert vocabulary().shown(field, value) == shown


def test_a_long_list_is_cut():
    records = tuple((str(n),) for n in range(MOST_LISTED + 1))
    assert vocabulary().shown("tags", records).endswith(f"{MOST_LISTED - 1}, and …")
    assert vocabulary().shown("tags", records[:-1]).endswith(f"and {MOST_LISTED - 1}")


def test_a_field_without_a_label_is_called_as_in_the_file():
    assert [vocabulary().label(field) for field in ("unsure", "frame")] == ["Not sure", "frame"]


def test_names_need_not_be_known():
    assert no_name("speaker", "amnesty") == ""
    assert Vocabulary(Catalog("en")).annotation("2015/x#ties") == "2015/x#ties"
    assert Vocabulary(Catalog("en")).verdict("false") == "false"
