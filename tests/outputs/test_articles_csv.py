"""Tables of articles: what is in them."""

from __future__ import annotations

import csv
import io

from generator.model import Annotation, FrontMatter
from generator.outputs.articles_csv import ARTICLE_COLUMNS
from tests.archives import by, site, written


def test_an_article_s_row_says_where_it_is_from_and_what_is_marked_in_it():
    front = FrontMatter(
        "=Title", "2015-01-02T23:30+01:00", "presstv", ("A. One", "B. Two"), url="https://example.org/a",
        tags=("x", "y"), retold=True,
    )  # fmt: skip
    claim = Annotation("c", "claim", statement="It is.", speaker=by("amnesty"))
    answer = Annotation("r", "counterpoint", statement="No.", speaker=by("defence"), to=("2015/a#c",))
    text = site(articles=[written("2015/a", front, "Text.", [claim, answer])])["articles/2015.csv"].decode("utf-8-sig")
    (row,) = csv.DictReader(io.StringIO(text, newline=""))
    assert tuple(row) == ARTICLE_COLUMNS
    assert row == {
        "article": "2015/a",
        "address": "https://example.org/archive/articles/2015/a.html",
        "title": "'=Title",
        "subtitle": "",
        "language": "en",
        "publisher": "Press TV",
        "authors": "A. One; B. Two",
        "date": "2015-01-02T23:30+01:00",
        "updated": "",
        "original": "https://example.org/a",
        "archived": "",
        "retold": "yes",
        "claims": "1",
        "answers": "1",
        "tags": "x; y",
    }
