"""The archive as data: exactly what is in the archive, offsets that cut out the words, tables that say the same."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft7Validator

from generator.model import Annotation, Citation, FrontMatter, Kind, QuoteSelector, Settings, Source
from generator.outputs.claims_csv import CLAIM_COLUMNS
from generator.outputs.csv_table import harmless
from generator.outputs.data_columns import (
    ABOUT_ARTICLES,
    ABOUT_ARTICLES_IN_JSON,
    ABOUT_PASSAGES,
    ABOUT_STATEMENTS,
    ABOUT_STATEMENTS_IN_JSON,
    COLUMNS_OF_A_KIND,
    FURTHER_COLUMNS,
    PASSAGE_COLUMNS,
)
from generator.outputs.data_files import plan_data, years_of
from generator.outputs.data_readme import UNDO
from generator.outputs.text_selectors import surroundings
from generator.values import replace
from tests.archives import ARTICLES, Rows, Written, archive_of, by, in_full, quoted, scheme, settings, site, written

CODED = settings(codes=scheme(frame=("conflict", "blame")))
WHOLE = site(CODED)
COUNTED = ("answers", "appearances", "claims", "notes")
CSL = Draft7Validator(json.loads((Path(__file__).parents[1] / "data/csl-data.json").read_text(encoding="utf-8")))


def data_of(of: Settings, articles: Iterable[Written]) -> dict[str, bytes]:
    """The files of the data alone, which takes much less time than the whole site."""
    archive = archive_of(articles, of)
    rows = Rows(archive)
    pages = in_full(plan_data(archive, years_of(archive, rows.key), rows))
    return {page.path: page.data for page in pages if not page.template}


def values(files: Mapping[str, bytes], name: str) -> list[dict[str, Any]]:
    """The objects of the JSON files of a kind, those of the newest year first."""
    paths = sorted((path for path in files if re.fullmatch(rf"data/{name}-\d{{4}}\.json", path)), reverse=True)
    return [row for path in paths for row in json.loads(files[path])]


def rows(files: Mapping[str, bytes], name: str) -> list[dict[str, str]]:
    """The rows of the tables of a kind as the README says to read them, those of the newest year first."""
    paths = sorted((path for path in files if re.fullmatch(rf"data/{name}-\d{{4}}\.csv", path)), reverse=True)
    return [row for path in paths for row in read(files[path])]


def read(table: bytes) -> Iterable[dict[str, str]]:
    reader = csv.DictReader(io.StringIO(table.decode("utf-8-sig"), newline=""))
    return [{undone(column): undone(cell) for column, cell in row.items()} for row in reader]


def undone(cell: str) -> str:
    return re.sub(UNDO, "", cell)


def cell_of(column: str, value: Any) -> str:
    """What the README says that a cell has of a value."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list):
        return str(len(value)) if column in COUNTED else "; ".join(value)
    return str(value)


# ── what there is ────────────────────────────────────────────────────────────────────────────────────────────────


def check_all_is_there(of: Settings, articles: Iterable[Written]) -> None:
    articles = list(articles)
    files, archive = data_of(of, articles), archive_of(articles, of)
    given = archive.statements.values()
    by_kind = {name: values(files, name) for name in COLUMNS_OF_A_KIND}
    found = {name: sorted(row["claim"] for row in by_kind[name]) for name in by_kind}
    assert found == {
        "claims": sorted(claim.ref for claim in archive.claims),
        "repeats": sorted(one.ref for one in given if one.root != one.ref),
        "answers": sorted(one.ref for one in given if one.kind == "counterpoint"),
        "notes": sorted(one.ref for one in given if one.kind == "note"),
    }
    for claim in archive.claims:
        (row,) = (row for row in by_kind["claims"] if row["claim"] == claim.ref)
        assert (row["answers"], row["appearances"]) == (list(claim.answers), list(claim.appearances))
    for row in (row for name in by_kind for row in by_kind[name]):
        facts = archive.statements[row["claim"]].facts
        placed = [(one["part"], one["start"], one["end"], one["text"]) for one in row["passages"] if one["placed"]]
        assert placed == [(one.part, one.start, one.end, one.text) for one in facts.passages]
        assert facts.passages or len(row["passages"]) == len(facts.annotation.quote)
    assert [row["article"] for row in values(files, "articles")] == [article.id for article in archive.articles]
    check_offsets(files)
    check_tables(files)


def check_offsets(files: Mapping[str, bytes]) -> None:
    texts = {row["article"]: row["text"] for row in values(files, "articles")}
    for row in rows(files, "passages"):
        if row["placed"] == "yes":
            text, start, end = texts[row["article"]][row["part"]], int(row["start"]), int(row["end"])
            assert text[start:end] == row["text"]
            around = row["prefix"] + row["text"] + row["suffix"]
            assert [found.start() for found in re.finditer(f"(?={re.escape(around)})", text)] == [
                start - len(row["prefix"])
            ]


def check_tables(files: Mapping[str, bytes]) -> None:
    """Each table says what the JSON says, but for what it tells in another form."""
    for name in (*COLUMNS_OF_A_KIND, "articles"):
        exact = values(files, name)
        for value, row in zip(exact, rows(files, name), strict=True):
            shared = row.keys() & value.keys() - {"updates", "sources"}
            assert {column: row[column] for column in shared} == {
                column: cell_of(column, value[column]) for column in shared
            }
    passages = [
        (row["claim"], passage)
        for name in COLUMNS_OF_A_KIND
        for row in values(files, name)
        for passage in row["passages"]
    ]
    of_table = [
        (row["annotation"], {column: row[column] for column in ("part", "n", "text", "prefix", "suffix", "placed")})
        for row in rows(files, "passages")
    ]
    of_json = [
        (ref, {column: cell_of(column, one[column]) for column in ("part", "n", "text", "prefix", "suffix", "placed")})
        for ref, one in passages
    ]
    assert sorted(of_table, key=repr) == sorted(of_json, key=repr)


def test_the_data_has_all_that_the_archive_has_and_says_it_exactly():
    check_all_is_there(CODED, ARTICLES)


NASTY = st.text(st.sampled_from("a b'\"=+-@;,\t\n\r<>&|#5٣ 中\u2028\ufeff\u200b＝−é"), max_size=12)
WORDS = NASTY.filter(str.strip)


@st.composite
def any_articles(draw: st.DrawFn) -> list[Written]:
    """Articles whose annotations mark what their texts have, answer and repeat each other, and are full of signs."""
    articles = []
    refs: list[str] = []
    for number in range(draw(st.integers(1, 3))):
        id, text = f"a{number}", " ".join(draw(st.lists(st.sampled_from(["so", "it", "was", "中文", "é"]), min_size=2)))
        annotations = []
        for n in range(draw(st.integers(0, 4))):
            kinds: list[Kind] = ["claim", "counterpoint", "note"] if refs else ["claim", "note"]
            kind = draw(st.sampled_from(kinds))
            start = draw(st.integers(0, len(text) - 1))
            words = text[start : draw(st.integers(start + 1, len(text)))].strip()
            annotations.append(
                Annotation(
                    f"n{n}",
                    kind,
                    quoted(words) if words and draw(st.booleans()) else (),
                    statement=draw(NASTY) if kind != "note" else "",
                    speaker=by(draw(st.sampled_from(["amnesty", "outlet", "editors"]))),
                    to=(draw(st.sampled_from(refs)),) if kind == "counterpoint" else (),
                    repeats=draw(st.sampled_from(["", *refs[:1]])) if kind == "claim" else "",
                    tags=tuple(draw(st.lists(WORDS, max_size=2, unique=True))),
                    unsure=draw(NASTY),
                    note=draw(st.sampled_from(["", "A *note* <b>."])),
                    updates=tuple(("2016-01-01", words) for words in draw(st.lists(NASTY, max_size=1))),
                    sources=tuple(Citation(Source(title=title)) for title in draw(st.lists(WORDS, max_size=2))),
                    codes=(("frame", ("conflict",)),) if draw(st.booleans()) else (),
                )
            )
            refs += [f"{id}#n{n}"] if kind == "claim" and not annotations[-1].repeats else []
        front = FrontMatter(draw(WORDS), f"201{number}-01-01", subtitle=draw(NASTY), summary=draw(NASTY))
        articles.append(written(id, front, text, annotations))
    return articles


@given(any_articles())
def test_the_data_of_any_archive_is_all_of_it_and_its_tables_say_the_same(articles):
    check_all_is_there(CODED, articles)


@given(NASTY)
def test_a_cell_is_no_formula_and_comes_back(text):
    cell = harmless(text)
    assert undone(cell) == text
    signed = re.fullmatch(r"[+-]?\d+([.,]\d+)*", cell)
    assert signed or not re.match(r"[\s\u200b\ufeff]*[=+\-@＝−]|[\t\r\n]", cell)


@given(st.text("ab ", min_size=1, max_size=60), st.data())
def test_the_words_around_a_passage_tell_its_place_from_all_others(text, data):
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    prefix, suffix = surroundings(text, start, end)
    whole = prefix + text[start:end] + suffix
    assert [at for at in range(len(text)) if text.startswith(whole, at)] == [start - len(prefix)]


# ── one by one ───────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_claim_says_all_that_its_page_says():
    (claim,) = (row for row in values(WHOLE, "claims") if row["claim"] == "2015/amnesty#only-cliches")
    assert claim["note_html"] == (
        '<p>He names <strong>no passage</strong>; see <a href="https://example.org/archive/articles/2016/answer.html">'
        "the answer</a>.</p>"
    )
    assert claim["answers"] == ["2015/amnesty#hundreds-dead", "2016/answer#later-denial"]
    assert claim["updates"] == [["2016-02-24", "Was unverified until the annex was obtained."]]
    assert claim["code_frame"] == ["conflict"]
    assert [one["id"] for one in claim["sources"]] == ["amnesty-report", "example-org-annex-pdf_b891d908"]
    assert claim["sources"][0]["locator"] == "p. 12"
    assert claim["aliases"] == ["nothing-new"]
    (row,) = (row for row in rows(WHOLE, "claims") if row["claim"] == "2015/amnesty#only-cliches")
    assert row["note_text"] == "He names no passage; see the answer."
    assert row["updates"] == "2016-02-24 Was unverified until the annex was obtained."


def test_an_answer_says_what_it_answers_and_how_and_a_repeat_what_it_repeats():
    (answer,) = (row for row in values(WHOLE, "answers") if row["claim"] == "2016/answer#later-denial")
    assert (answer["relation"], answer["to"]) == ("corrects", ["2015/amnesty#only-cliches", "2015/amnesty#launch"])
    (repeat,) = values(WHOLE, "repeats")
    assert (repeat["claim"], repeat["repeats"]) == ("2016/answer#cliches-again", "2015/amnesty#only-cliches")
    assert repeat["verdict"] == "unsupported"


def test_the_tables_of_lists_and_of_the_data_begin_with_the_same_columns_and_cells():
    for name, listed in (("claims", "claims/2015.csv"), ("articles", "articles/2015.csv")):
        one, other = (
            list(csv.reader(io.StringIO(WHOLE[path].decode("utf-8-sig"), newline="")))
            for path in (listed, f"data/{name}-2015.csv")
        )
        assert [row[: len(one[0])] for row in other] == one
        assert len(other[0]) > len(one[0])


def test_each_column_is_explained_and_none_that_there_is_not():
    of_claims = {*CLAIM_COLUMNS, *FURTHER_COLUMNS, *(name for names in COLUMNS_OF_A_KIND.values() for name in names)}
    assert of_claims == ABOUT_STATEMENTS.keys()
    assert set(PASSAGE_COLUMNS) == ABOUT_PASSAGES.keys()
    assert set(next(iter(rows(WHOLE, "articles")))) == ABOUT_ARTICLES.keys()
    for name in COLUMNS_OF_A_KIND:
        keys = set(values(WHOLE, name)[0]) - {"code_frame"}
        others = {"note_text", *(of for kind, names in COLUMNS_OF_A_KIND.items() if kind != name for of in names)}
        assert keys == (of_claims | ABOUT_STATEMENTS_IN_JSON.keys()) - others
    assert values(WHOLE, "articles")[0].keys() == ABOUT_ARTICLES.keys() | ABOUT_ARTICLES_IN_JSON.keys()
    readme = WHOLE["data/README.md"].decode()
    for column in (
        *ABOUT_STATEMENTS,
        *ABOUT_STATEMENTS_IN_JSON,
        *ABOUT_PASSAGES,
        *ABOUT_ARTICLES,
        *ABOUT_ARTICLES_IN_JSON,
    ):
        assert f"| `{column}` |" in readme


def test_the_index_names_each_file_with_its_rows():
    index = json.loads(WHOLE["data/index.json"])
    others = {"data/index.json", "data/index.html", "data/README.md"}
    assert {f"data/{one['file']}" for one in index["files"]} == {p for p in WHOLE if p.startswith("data/")} - others
    for one in index["files"]:
        data = WHOLE[f"data/{one['file']}"]
        count = len(list(read(data))) if one["file"].endswith(".csv") else len(json.loads(data))
        assert count == one["rows"], one
    assert [verdict["key"] for verdict in index["verdicts"]][:2] == ["false", "unsupported"]


def test_a_quote_without_a_place_has_a_row_without_offsets():
    (row,) = (row for row in rows(WHOLE, "passages") if row["annotation"] == "2015/amnesty#lost")
    assert (row["placed"], row["start"], row["end"], row["text"]) == ("no", "", "", "words that stand nowhere")


def test_of_a_text_of_which_only_passages_are_published_the_data_has_only_these():
    front = FrontMatter("T", "2015-01-01", text="passages")
    one = written("a", front, "Kept back. Shown words, and more.", [Annotation("c", "claim", quoted("Shown words"))])
    one = replace(one, body=replace(one.body, text=""))
    files = site(CODED, [one])
    assert not any(b"Kept back" in data for path, data in files.items() if path.startswith("data/"))
    (row,) = rows(files, "passages")
    assert (row["text"], row["start"], row["prefix"], row["suffix"], row["placed"]) == (
        "Shown words",
        "",
        "",
        "",
        "yes",
    )
    (article,) = values(files, "articles")
    assert (article["published"], article["text"]) == ("passages", {"title": "T"})


def test_a_year_of_articles_without_annotations_has_their_files_alone():
    files = site(CODED, [written("a", FrontMatter("T", "2015-01-01"), "Text.")])
    of_year = {path for path in files if re.search(r"-\d{4}\.", path) and path.startswith("data/")}
    assert of_year == {f"data/articles-2015.{ending}" for ending in ("json", "csv", "csl.json")}


def test_speakers_are_told_as_the_archive_has_them_and_none_changes_with_what_it_says():
    speakers = json.loads(WHOLE["data/speakers.json"])
    assert [one["id"] for one in speakers] == ["amnesty", "defence", "konashenkov", "presstv"]
    assert speakers[2]["roles"][0] == {"title": "Spokesman", "organization": "defence", "from": "2013", "to": ""}
    assert speakers[2]["names"] == {"ru": "Игорь Конашенков", "ar": "إيغور كوناشينكوف"}
    assert site(CODED, ARTICLES[:1])["data/speakers.json"] == WHOLE["data/speakers.json"]


def test_the_codebook_is_there_as_data():
    (code,) = json.loads(WHOLE["codebook.json"])
    assert (code["key"], code["column"]) == ("frame", "code_frame")
    assert [one["value"] for one in code["values"]] == ["conflict", "blame"]
    assert b'href="codebook.json"' in WHOLE["codebook.html"]
    assert "codebook.json" not in site(settings())


@pytest.mark.parametrize(
    "path", ["index.html", "articles/2015/amnesty.html", "claims/index.html", "speakers/amnesty.html"]
)
def test_every_page_leads_to_the_data(path):
    assert b"data/index.html" in WHOLE[path]


def test_a_file_of_a_year_has_each_source_once_as_its_oldest_article_has_it():
    source = Source(title="A report", url="https://example.org/report")
    older, newer = replace(source, date="2014"), replace(source, date="2015")
    articles = [
        written(f"a{n}", FrontMatter("T", f"2015-01-0{n}"), "Text.", [
            Annotation("c", "claim", statement="It is so.", speaker=by("amnesty"), sources=(Citation(cited),)),
        ])
        for n, cited in enumerate((older, newer), 1)
    ]  # fmt: skip
    (item,) = json.loads(site(CODED, articles)["data/sources-2015.csl.json"])
    assert item["issued"] == {"date-parts": [[2014]]}


# ── CSL-JSON ─────────────────────────────────────────────────────────────────────────────────────────────────────


def check_csl(files: Mapping[str, bytes]) -> None:
    paths = [path for path in files if path.endswith(".csl.json")]
    assert paths
    for path in paths:
        items = json.loads(files[path])
        assert [error.message for error in CSL.iter_errors(items)] == [], path
        assert len({item["id"] for item in items}) == len(items)


def test_sources_and_articles_are_csl_json():
    check_csl(WHOLE)
    (report, plain) = json.loads(WHOLE["data/sources-2015.csl.json"])
    assert report == {
        "id": "amnesty-report",
        "type": "webpage",
        "title": "‘Civilian objects were not damaged’",
        "URL": "https://www.amnesty.org/en/documents/mde24/3113/2015/en/",
        "publisher": "Amnesty International",
        "author": [{"literal": "A. Writer"}],
        "issued": {"date-parts": [[2015, 12, 23]]},
        "accessed": {"date-parts": [[2016, 1, 2]]},
        "language": "en-GB",
    }
    assert plain["URL"] == "https://example.org/annex.pdf"
    assert json.loads(WHOLE["data/sources.csl.json"]) == [report]
    (article,) = json.loads(WHOLE["data/articles-2015.csl.json"])
    assert (article["type"], article["container-title"]) == ("article-newspaper", "Press TV")
    assert article["URL"] == "https://example.org/2015/12/fake-report"


def test_a_retelling_is_a_page_of_the_archive_for_reference_managers():
    front = FrontMatter("T", "2015-01-01", publisher="presstv", url="https://example.org/original", retold=True)
    (item,) = json.loads(site(CODED, [written("a", front, "Text.")])["data/articles-2015.csl.json"])
    assert (item["type"], item["URL"]) == ("webpage", "https://example.org/archive/articles/a.html")
    assert "container-title" not in item


@given(any_articles())
def test_sources_of_any_archive_are_csl_json(articles):
    check_csl(data_of(CODED, articles))


def test_a_source_with_an_address_that_runs_has_none():
    source = Source(title="A report", url="javascript:alert(1)")
    cited = Annotation("c", "claim", statement="It is so.", speaker=by("amnesty"), sources=(Citation(source),))
    files = site(CODED, [written("a", FrontMatter("T", "2015-01-01"), "Text.", [cited])])
    assert not any(b"javascript:" in data for path, data in files.items() if path.startswith("data/"))


def test_a_title_s_quote_counts_in_the_title():
    (row,) = (row for row in rows(WHOLE, "passages") if row["annotation"] == "2015/amnesty#scare")
    assert (row["part"], row["kind"], row["text"]) == ("title", "note", "fake")
    assert QuoteSelector(exact="fake", part="title").part == row["part"]
