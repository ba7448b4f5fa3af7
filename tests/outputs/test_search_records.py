"""What of an article can be found, by which words and in which menus, read from the index that is built."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest

from generator.pipeline.build import build_site
from tests.search.reading import call, facets_in, shown_in, words_in

SITE = """\
title: Rivers
codes: {frame: [conflict, consequences]}
"""
SPEAKERS = """\
lind: {name: Ada Lind, short: Lind, also: [Countess Lovelace], names: {ru: Ада Линд}, kind: person}
ferry-line: {name: Ferry Line, kind: organization}
"""
ARTICLE = """\
---
title: Ferries delayed
subtitle: Harbour frozen
language: de
titles: {en: Delays at the harbour}
summary: Passengers waited.
date: 2015-12-23
publisher: Stenby Courier
authors: [Kay Berg]
tags: [Ships]
---

Winter came. “Winter never stops us,” the line said, and again: winter is long. Nobody sailed on Tuesday.

The quay was empty.
"""
SIDECAR = """\
claims:
  never-stops:
    verdict: false
    speaker: lind
    via: ferry-line
    quote: never stops us
    statement: Ice is no obstacle.
    note: The log says otherwise.
    unsure: Which winter?
    tags: [Ice]
    codes: {frame: conflict}
    sources: [{title: Logbook, url: https://example.org/log}]
    counterpoints:
      sailed:
        speaker: editors
        quote: Nobody sailed
        note: Eleven cancellations.
  taken-back:
    speaker: lind
    quote: quay was empty
    withdrawn: 2016-01-04 We misread it.
notes:
  day: {quote: Tuesday, note: A bank holiday.}
"""
AGAIN = """\
---
title: Ferries again
date: 2016-02-01
---

She said “it never stopped anybody”. Withheld words stay.
"""
SIDECAR_AGAIN = """\
claims:
  once-more:
    speaker: lind
    quote: it never stopped anybody
    repeats: 2015/ferries#never-stops
    note: Said at dinner.
"""
DRAFT = """\
---
title: Unready
date: 2016-03-01
draft: true
---

Sketched.
"""


class Index:
    """The records of a site by the title or the words that they show: weights by term, and values of the menus."""

    def __init__(self, files: Mapping[str, bytes | Path]) -> None:
        found = {path: data for path, data in files.items() if path.startswith("search/") and isinstance(data, bytes)}
        of_segment = {path.rpartition("/")[2]: data for path, data in found.items() if path.startswith("search/all/")}
        _, (self.index,) = call(found["search/index.js"])
        words, facets = words_in(of_segment), facets_in(of_segment)
        self.shown = {row[1]: row for row in shown_in(of_segment)}
        self.weights = {
            name: {term: of[n] for term, of in words.items() if n in of} for n, name in enumerate(self.shown)
        }
        self.choices = {name: {one for one, of in facets.items() if n in of} for n, name in enumerate(self.shown)}


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Index:
    root = tmp_path_factory.mktemp("site")
    files = {
        "site.yaml": SITE, "content/speakers.yaml": SPEAKERS, "content/articles/2015/ferries.md": ARTICLE,
        "content/articles/2015/ferries.yaml": SIDECAR, "content/articles/2016/again.md": AGAIN,
        "content/articles/2016/again.yaml": SIDECAR_AGAIN, "content/articles/2016/draft.md": DRAFT,
    }  # fmt: skip
    for path, text in files.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(text, encoding="utf-8")
    built = build_site(root)
    assert built.files is not None
    assert [d for d in built.diagnostics if d.severity == "error"] == []
    return Index(built.files)


def test_articles_claims_and_answers_are_found_and_no_draft_no_note_and_no_repeat(index: Index):
    kinds = {name: row[2] for name, row in index.shown.items()}
    assert kinds == {
        "Ferries again": "article",
        "Ferries delayed": "article",
        "Ice is no obstacle.": "claim",
        "Nobody sailed": "counterpoint",
        "quay was empty": "claim",
    }
    assert index.index["records"] == 5


def test_the_words_of_an_article_weigh_by_where_they_stand(index: Index):
    weights = index.weights["Ferries delayed"]
    wanted = {"delayed": 3, "frozen": 3, "delay": 3, "passenger": 1, "ship": 1, "berg": 1, "courier": 1, "holiday": 1}
    wanted |= {"winter": 1, "quay": 0, "sailed": 0}
    assert {term: weights.get(term) for term in wanted} == wanted
    assert "cancellation" not in weights


def test_the_words_of_a_claim_are_those_of_all_its_appearances(index: Index):
    weights = index.weights["Ice is no obstacle."]
    wanted = {"stop": 3, "obstacle": 3, "stopped": 3, "anybody": 3, "ada": 2, "lovelace": 2, "линд": 2, "ferry": 2}
    wanted |= {"log": 1, "logbook": 1, "which": 1, "ice": 3, "dinner": 1}
    assert {term: weights.get(term) for term in wanted} == wanted
    assert index.weights["Nobody sailed"]["cancellation"] == 1
    assert "dinner" not in index.weights["Ferries again"]


def test_the_menus_have_what_is_known_of_a_record(index: Index):
    assert index.choices["Ferries delayed"] == {
        ("kind", "article"), ("publisher", "stenby-courier"), ("year", "2015"), ("language", "de"), ("tag", "ships"),
    }  # fmt: skip
    assert index.choices["Ice is no obstacle."] == {
        ("kind", "claim"), ("verdict", "false"), ("answers", "answered"), ("speaker", "lind"), ("year", "2015"),
        ("publisher", "stenby-courier"), ("language", "de"), ("tag", "ice"), ("code_frame", "conflict"),
    }  # fmt: skip
    assert ("answers", "open") in index.choices["Nobody sailed"]


def test_what_was_withdrawn_is_found_and_told_apart(index: Index):
    having = [name for name, choices in index.choices.items() if ("state", "withdrawn") in choices]
    assert having == ["quay was empty"]
    assert index.shown["quay was empty"][-1] == "withdrawn"
    assert ["state", [["withdrawn", "", 1]]] in index.index["facets"]
    assert ("verdict", "unrated") in index.choices["quay was empty"]
