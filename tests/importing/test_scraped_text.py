"""Texts as they are copied from pages come in whole, and what sites set around them is left out and named.

In `scraped/` is a text a file. Its first line has the facts that are to be found; then each line begins with what it
is: `T` the title, `U` the subtitle, `F` another fact, `=` a paragraph, `~` a further line of one that was wrapped, `+`
a line of a poem, `x` what is left out.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.importing.flat_text import plain_paragraphs
from generator.importing.imported import Draft, ImportOptions, NotImported
from generator.importing.scraped_text import import_scraped_text
from generator.model import Registry, Settings

FOLDER = Path(__file__).parent / "scraped"
CASES = sorted(FOLDER.glob("*.txt"))
DAY = dt.date(2026, 1, 31)


@dataclass(frozen=True)
class Case:
    facts: Mapping[str, str]
    lines: tuple[tuple[str, str], ...]

    @property
    def text(self) -> str:
        return "\n".join(line for _, line in self.lines)

    def of(self, kinds: str) -> list[str]:
        return [line for kind, line in self.lines if kind in kinds.split()]

    @property
    def body(self) -> list[str]:
        out: list[str] = []
        before = ""
        for kind, line in self.lines:
            if kind == "~":
                out[-1] += f" {line}"
            elif kind == "+" and before == "+":
                out[-1] += f"\n{line}"
            elif kind in {"=", "+"}:
                out.append(line)
            before = kind
        return out


def read_case(path: Path) -> Case:
    facts, _, rest = path.read_text("utf-8").partition("\n\n")
    lines = tuple((line[:1], line[2:]) for line in rest.rstrip("\n").split("\n"))
    return Case(dict(fact.split("=") for fact in facts.split("; ")), lines)


def imported(text: str | bytes, **options: object) -> Draft:
    data = text.encode() if isinstance(text, str) else text
    found = import_scraped_text(data, ImportOptions(DAY, Settings("T"), Registry(), **options))  # type: ignore[arg-type]
    assert not isinstance(found, NotImported), found
    assert len(found) == 1
    return found[0]


def refused(data: bytes) -> NotImported:
    found = import_scraped_text(data, ImportOptions(DAY, Settings("T"), Registry()))
    assert isinstance(found, NotImported)
    return found


def listed(value: object) -> str:
    return ", ".join(value) if isinstance(value, list) else str(value or "")


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_the_body_is_whole_and_has_nothing_else(path: Path):
    case = read_case(path)
    draft = imported(case.text)
    assert list(plain_paragraphs(draft.blocks)) == case.body
    assert [one.text for one in draft.left_out] == case.of("x")


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_the_facts_of_the_head_are_found(path: Path):
    case = read_case(path)
    front = imported(case.text).front
    found = {key: listed(front.get(key)) for key in ("title", "subtitle", "date", "authors", "section")}
    assert found == {"title": "".join(case.of("T")), "subtitle": "".join(case.of("U")), **case.facts}


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_each_line_that_is_left_out_is_where_it_says_and_can_be_kept(path: Path):
    case = read_case(path)
    lines = case.text.split("\n")
    assert all(lines[one.line - 1] == one.text and one.why for one in imported(case.text).left_out)
    kept = imported(case.text, keep_all=True)
    assert not kept.left_out
    shown = "\n".join(plain_paragraphs(kept.blocks)).split("\n")
    assert all(line in shown for line in case.of("x"))


def test_there_are_twenty_texts_in_seven_languages():
    assert len(CASES) >= 20
    assert {path.name[:2] for path in CASES} >= {"en", "de", "fr", "ru", "ar", "fa", "zh"}


def test_the_caption_of_a_picture_and_its_credit():
    front = imported(read_case(FOLDER / "en-bridge.txt").text).front
    assert front["image"] == {"caption": "The bridge seen from the north bank.", "credit": "Photo: Marl Gazette"}


def test_the_editor_knows_better_and_is_told_of_it():
    draft = imported(read_case(FOLDER / "en-bridge.txt").text, date="2024-03-13", publisher="Gazette", language="en")
    assert (draft.front["date"], draft.front["publisher"], draft.front["language"]) == ("2024-03-13", "Gazette", "en")
    assert "The text gives the date 2024-03-12, and you say 2024-03-13: yours is written." in draft.notices


def test_a_date_with_two_readings_is_named():
    draft = imported(read_case(FOLDER / "en-two-readings.txt").text)
    assert "The date “03/04/2015” can be read in two ways." in draft.notices


def test_two_short_lines_above_the_title_stay_and_three_are_a_menu():
    rest = "A title that has enough words\n\nIt rained on Monday, and the river rose by two metres within one hour."
    assert not imported(f"Jo Lee\n\nAda Moss\n\n{rest}").left_out
    assert [one.why for one in imported(f"World\nSport\nBooks\n\n{rest}").left_out] == ["menu"] * 3


def test_a_foreign_name_in_chinese_is_no_menu():
    assert not imported(
        "一座桥的两个名字与来历\n\n约翰·德·海因\n\n区政府周二宣布，河上的老桥将从下周一起关闭两年。"
    ).left_out


def test_a_text_without_a_title_says_so():
    draft = imported(
        "It rained on Monday, and the river rose by two metres within a single hour, as it had done in 1931."
    )
    assert draft.front["title"] == "It rained on Monday, and the river rose …"
    assert any("is certainly its title" in notice for notice in draft.notices)


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"", "There is nothing to import."),
        (b" \n\xe2\x80\x8b\n", "There is nothing to import."),
        (b"%PDF-1.7\n...", "a PDF"),
        (b"PK\x03\x04 rest", "office program"),
        (b"\x89PNG\r\n", "a picture"),
        (b"abc\0def", "characters that no text has"),
        (b"\xff\xfea", "UTF-16"),
        ("Ein schöner Tag für größere Brücken".encode("cp1252"), "UTF-8"),
        (b"a" * (2 * 2**20 + 1), "The file has 2.1 MiB, and 2 MiB are read at most."),
        (b"a\n" * 30_000, "30,000 lines"),
        (b"Share this article\nPrint\n", "no paragraph"),
    ],
)  # fmt: skip
def test_what_is_no_text_is_refused_with_a_reason(data: bytes, says: str):
    problem = refused(data)
    assert says in problem.message
    assert problem.step.endswith((".", "`"))


def test_text_in_utf_16_is_read():
    assert (
        imported(
            "Ein Titel für alle Tage\n\nEs war ein schöner Tag, sagte er, und alle nickten.".encode("utf-16")
        ).front["title"]
        == "Ein Titel für alle Tage"
    )


LINES = st.sampled_from(
    [
        *(line for path in CASES for line in read_case(path).text.split("\n")),
        "", "", "x", "2015-12-23",
        "By X", "Home > A", "a | b | c", "Photo: A", "(AP)", "© X", "1", "www.example.org", "…",
    ]
) | st.text(max_size=20)  # fmt: skip


@settings(max_examples=150)
@given(st.lists(LINES, max_size=12), st.booleans())
def test_every_line_is_in_the_draft_or_left_out(lines: list[str], keep_all: bool):
    text = "\n".join(lines)
    found = import_scraped_text(
        text.encode("utf-8", "replace"), ImportOptions(DAY, Settings("T"), Registry(), keep_all=keep_all)
    )
    if isinstance(found, NotImported):
        return
    (draft,) = found
    there = "".join(
        [*plain_paragraphs(draft.blocks), *(one.text for one in draft.left_out), str(draft.front), *draft.notices]
    )
    for line in lines:
        for word in line.split():
            if word.isalpha() and word.isascii():
                assert word in there, (line, draft)
    assert not (keep_all and draft.left_out)
