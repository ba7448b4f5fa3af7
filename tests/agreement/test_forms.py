"""A comparison as text, as JSON, as a table and as a page."""

from __future__ import annotations

import csv
import io
import json

import html5lib
import pytest

from generator.agreement.as_data import comparison_as_csv, comparison_as_json
from generator.agreement.as_page import comparison_as_page
from generator.agreement.as_text import comparison_as_text
from generator.agreement.compared import Comparison, compared_article, comparison_of
from tests.agreement.facts import coded, marked

pytest.importorskip("krippendorff", reason="krippendorff is not installed")

MEAN = "<script>alert(1)</script>"


def comparison(
    names: tuple[str, str] = ("L. R.", "the sidecars"), only: tuple[str, ...] = ("2015/more",)
) -> Comparison:
    first = coded(
        marked("a", (0, 18), verdict="false", codes=(("frame", ("x",)),)),
        marked("b", (42, 63)),
        marked("lost", statement="It was so."),
        notes={"a": f"Why: {MEAN}"},
    )
    second = coded(marked("x", (0, 8), verdict="supported", codes=(("frame", ("x",)),)))
    article = compared_article(first, second, ["frame"])
    return comparison_of(("lr", "main"), names, [article], ["frame"], (only, ()))


def test_the_text_lists_what_differs_and_then_the_measures():
    assert (
        comparison_as_text(comparison())
        == """\
2015/report: Said
  claim (lr “a”, main “x”), overlap 0.44: “One thing was said”
    verdict: false | supported
  only lr: claim “b”: “A third was left out.”
  only lr, without a passage: claim “lost”: “It was so.”

L. R. (lr) and the sidecars (main): 1 article compared
  not compared, since only lr has annotated them: 2015/more

Marking
  alpha -0.008 over characters: 8 marked by both, 31 by lr alone, 0 by main alone, 28 by neither
  F1    0.667 of passages: 1 aligned, of 2 by lr and 1 by main

In aligned annotations
               agreed  of  percent  alpha  only lr  only main
  speaker           1   1  100.0 %      –        0          0
  verdict           0   1    0.0 %  0.000        0          0
  codes/frame       1   1  100.0 %      –        0          0"""
    )


def test_json_has_the_measures_and_each_row():
    told = json.loads(comparison_as_json(comparison()))
    assert told["annotators"] == [{"key": "lr", "name": "L. R."}, {"key": "main", "name": "the sidecars"}]
    assert told["marking"]["characters"] == {"both": 8, "only_first": 31, "only_second": 0, "neither": 28}
    assert [(one["name"], one["agreed"], one["alpha"]) for one in told["fields"]] == [
        ("speaker", 1, None), ("verdict", 0, 0.0), ("codes/frame", 1, None)
    ]  # fmt: skip
    pair, alone, lost = told["articles"][0]["rows"]
    assert pair["first"] == {
        "id": "a", "words": "One thing was said", "statement": "", "note": f"Why: {MEAN}",
        "passages": [{"part": "body", "start": 0, "end": 18}],
    }  # fmt: skip
    assert pair["fields"]["verdict"] == {"first": "false", "second": "supported", "agreed": False}
    assert (alone["second"], alone["overlap"], lost["first"]["passages"]) == (None, 0.0, [])
    assert alone["fields"] == {"speaker": {"first": "anna", "second": "", "agreed": None}}
    assert lost["first"]["words"] == lost["first"]["statement"] == "It was so."
    assert told["not_compared"] == {"only_first": ["2015/more"], "only_second": []}


def test_the_table_has_a_row_for_each_pair_and_find():
    rows = list(csv.DictReader(io.StringIO(comparison_as_csv(comparison()).decode("utf-8-sig"))))
    assert [(row["id lr"], row["id main"], row["overlap"]) for row in rows] == [
        ("a", "x", "0.444"), ("b", "", ""), ("lost", "", "")
    ]  # fmt: skip
    assert (rows[0]["verdict lr"], rows[0]["verdict main"], rows[0]["verdict agreed"]) == ("false", "supported", "no")
    assert (rows[0]["codes/frame agreed"], rows[1]["codes/frame agreed"]) == ("yes", "")
    assert (rows[1]["speaker lr"], rows[1]["speaker main"], rows[1]["speaker agreed"]) == ("anna", "", "")
    assert rows[2]["words lr"] == "It was so."


def test_a_formula_in_a_table_is_harmless():
    article = coded(marked("a", (0, 9), speaker="=1+1"))
    sums = comparison_of(("lr", "ab"), ("L", "A"), [compared_article(article, article, [])], [])
    assert ",'=1+1,'=1+1,yes" in comparison_as_csv(sums).decode()


def test_the_page_is_valid_html_without_a_script_or_another_file():
    page = comparison_as_page(comparison(), "Rivers & lakes", "en")
    parser = html5lib.HTMLParser(strict=True, tree=html5lib.getTreeBuilder("etree"))
    tree = parser.parse(page)
    names = {element.tag.rpartition("}")[2] for element in tree.iter() if isinstance(element.tag, str)}
    assert names.isdisjoint({"script", "link", "img", "iframe", "object"})
    assert "src=" not in page
    assert "url(" not in page
    assert MEAN not in page
    assert "Why: &lt;script&gt;" in page


def test_the_page_shows_both_sides_and_marks_where_they_differ():
    page = comparison_as_page(comparison(), "Rivers", "en")
    assert "<dt>verdict</dt><dd><mark>false</mark></dd>" in page
    assert "<dt>verdict</dt><dd><mark>supported</mark></dd>" in page
    assert "<dt>frame</dt><dd>x</dd>" in page
    assert '<p class="kind">claim lost, without a passage</p><p dir="auto">It was so.</p>' in page
    assert page.count("<td>–</td>") == 2
    assert "<dt>speaker</dt><dd>anna</dd>" in page


def test_names_from_site_yaml_do_no_harm_on_the_page():
    page = comparison_as_page(comparison(names=(MEAN, "{title}")), "T", "en")
    assert MEAN not in page
    assert "{title} (main)" in page
