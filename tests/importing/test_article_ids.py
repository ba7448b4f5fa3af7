"""The id of an imported article is short, can be read, and is nobody else's."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.importing.article_ids import imported_id
from generator.urls import article_id_problem, folded


@pytest.mark.parametrize(
    ("title", "language", "name"),
    [
        ("Russia dismisses Amnesty’s ‘fake’ report on Syria strikes", "en", "russia-dismisses-amnesty-fake-report"),
        ("The mayor of the town", "en", "mayor-town"),
        ("To be or not", "en", "not"),
        ("It is so", "en", "it-is-so"),
        ("Der Brunnen am Markt bleibt trocken", "de", "brunnen-markt-bleibt-trocken"),
        ("L’église de l’Île-aux-Moines rouvre", "fr", "eglise-ile-aux-moines-rouvre"),
        ("Мост через Светлую закроют до осени", "ru", "мост-через-светлую-закроют-до"),
        ("إغلاق الجسر القديم", "ar", "إغلاق-الجسر-القديم"),
        ("老桥因桥墩移位将关闭两年并改道行驶", "zh", "老桥因桥墩移位将关闭两年"),
        ("Index", "en", "index_"),
        ("CON", "en", "con_"),
        ("?!", "en", "article"),
    ],
)
def test_the_first_telling_words_of_the_title(title: str, language: str, name: str):
    assert imported_id(title, "2015-12-23", (), language) == f"2015/{name}"


def test_a_name_that_is_taken_gets_a_number():
    taken = {folded("2015/Rain"), "2015/rain-2"}
    assert imported_id("Rain", "2015-12-23T10:00:00Z", taken) == "2015/rain-3"
    assert imported_id("Rain", "2016-01-01", taken) == "2016/rain"


@given(st.text(max_size=200), st.sampled_from(["", "en", "de", "zh", "xx"]))
def test_every_title_gives_an_id_that_an_article_can_have(title: str, language: str):
    name = imported_id(title, "2015-12-23", (), language)
    assert not article_id_problem(name)
    assert len(name) <= 5 + 70
