"""Speakers and sources: every field, and every problem, including those between two files."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.diagnostics import Diagnostic
from generator.formats.registry import read_registry
from generator.model import Registry, Role, Source, Speaker
from tests.pastes import pasted, told


def read(speakers: str = "", sources: str = "") -> Registry:
    registry, found = read_registry([("speakers.yaml", speakers.encode())], [("sources.yaml", sources.encode())])
    assert found == []
    return registry


def problems(speakers: str = "", sources: str = "") -> list[Diagnostic]:
    return read_registry([("speakers.yaml", speakers.encode())], [("sources.yaml", sources.encode())])[1]


def test_every_field_of_a_speaker_is_read():
    registry = read(
        "konashenkov:\n"
        "  name: Igor Konashenkov\n"
        "  short: K.\n"
        "  kind: person\n"
        "  role: Spokesman\n"
        "  organization: mod-russia  # since 2011\n"
        "  roles:\n"
        "    - {title: Spokesman, organization: mod-russia, from: 2011-08, to: 2017}\n"
        "    - title: Chief\n"
        "  description: |\n    *Major* General.\n"
        "  names: {ru: Игорь Конашенков}\n"
        "  also: I. Konashenkov\n"
        "  url: https://example.org\n"
        "  wikidata: Q4230593\n"
        "  image: konashenkov.jpg\n"
        "false: {name: 1984}\n"
    )
    assert registry.speakers == {
        "konashenkov": Speaker(
            id="konashenkov",
            name="Igor Konashenkov",
            short="K.",
            kind="person",
            role="Spokesman",
            organization="mod-russia",
            roles=(Role("Spokesman", "mod-russia", "2011-08", "2017"), Role("Chief")),
            description="*Major* General.",
            names=(("ru", "Игорь Конашенков"),),
            also=("I. Konashenkov",),
            url="https://example.org",
            wikidata="Q4230593",
            image="konashenkov.jpg",
        ),
        "false": Speaker("false", "1984"),
    }


def test_every_field_of_a_source_is_read():
    registry = read(
        sources="amnesty-report:\n"
        "  title: ‘Civilian objects were not damaged’\n"
        "  url: https://www.amnesty.org/a\n"
        "  archived: {url: https://web.archive.org/a, date: 2016-01-02}\n"
        "  publisher: Amnesty International\n"
        "  authors: [A, B]\n"
        "  date: 2015-12\n"
        "  accessed: 2016-01-03\n"
        "  kind: primary\n"
        "  language: en\n"
        "  excerpt: What matters.\n"
    )
    assert registry.sources == {
        "amnesty-report": Source(
            id="amnesty-report",
            title="‘Civilian objects were not damaged’",
            url="https://www.amnesty.org/a",
            archived="https://web.archive.org/a",
            archived_date="2016-01-02",
            publisher="Amnesty International",
            authors=("A", "B"),
            date="2015-12",
            accessed="2016-01-03",
            kind="primary",
            language="en",
            excerpt="What matters.",
        )
    }


def test_every_field_has_its_place():
    registry = read("a:\n  name: A\n  also: [x, y]\n", "b: {url: 'https://a.b'}\n")
    assert {key: (at.path, at.line, at.column) for key, at in registry.locations.items()} == {
        "speakers/a": ("speakers.yaml", 1, 1),
        "speakers/a/name": ("speakers.yaml", 2, 9),
        "speakers/a/also": ("speakers.yaml", 3, 9),
        "speakers/a/also/0": ("speakers.yaml", 3, 10),
        "speakers/a/also/1": ("speakers.yaml", 3, 13),
        "sources/b": ("sources.yaml", 1, 1),
        "sources/b/url": ("sources.yaml", 1, 10),
    }


def test_empty_files_are_no_error():
    assert read("", "# later\n") == Registry()
    assert read_registry([], []) == (Registry(), [])


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("a: {}", ("missing-key", 1, 1)),
        ("a:", ("missing-key", 1, 1)),
        ("a: A name", ("wrong-shape", 1, 4)),
        ("- a", ("wrong-shape", 1, 1)),
        ("a name", ("wrong-shape", 1, 1)),
        ("A B: {name: x}", ("wrong-id", 1, 1)),
        ("outlet: {name: x}", ("wrong-id", 1, 1)),
        ("editors: {name: x}", ("wrong-id", 1, 1)),
        ("a: {name: x, kind: persona}", ("wrong-value", 1, 20)),
        ("a: {name: x, nmae: y}", ("unknown-key", 1, 14)),
        ("a: {name: x, roles: [{title: y, from: 2016, to: 2015}]}", ("wrong-date", 1, 45)),
        ("a: {name: x, roles: [{from: 2016}]}", ("missing-key", 1, 14)),
        ("a: {name: x, roles: [{title: y, from: 2016-13}]}", ("wrong-date", 1, 39)),
        ("a: {name: x, names: {Russian: y}}", ("wrong-language", 1, 22)),
        ("a: {name: x, wikidata: 42}", ("wrong-value", 1, 24)),
        ("a: {name: x, wikidata: 'https://www.wikidata.org/wiki/Q42'}", ("wrong-value", 1, 24)),
        ("a: {name: x, image: 'https://a.b/c.jpg'}", ("wrong-address", 1, 21)),
        ("a: {name: x, url: a.de}", ("wrong-address", 1, 19)),
        ("a:\n  name: The #1", ("yaml-comment", 2, 9)),
        ("a:\n  name: x\n  names:\n    ru: y #1", ("yaml-comment", 4, 9)),
        ("a: {name: x}\na: {name: y}", ("yaml-duplicate-key", 2, 1)),
        ("a: {name: x: y}", ("yaml-syntax", 1, 11)),
    ],
)
def test_what_is_wrong_with_a_speaker_is_reported_and_what_is_pasted_fixes_it(text, problem):
    found = problems(text)
    assert told(found)[0] == problem
    if found[0].paste:
        assert problems(pasted(text, found[0].paste)) == []


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("a: {publisher: x}", ("missing-key", 1, 4)),
        ("a:", ("missing-key", 1, 1)),
        ("a: {title: x, kind: third}", ("wrong-value", 1, 21)),
        ("a: {title: x, date: 23.12.2015}", ("wrong-date", 1, 21)),
        ("a: {title: x, accessed: 2015}", ("wrong-date", 1, 25)),
        ("A_b: {title: x}", ("wrong-id", 1, 1)),
    ],
)
def test_what_is_wrong_with_a_source_is_reported_and_what_is_pasted_fixes_it(text, problem):
    (found,) = problems(sources=text)
    assert told([found]) == [problem]
    if found.paste:
        assert problems(sources=pasted(text, found.paste)) == []


def test_one_id_in_two_files_is_an_error_that_names_both_and_the_first_stands():
    registry, (found,) = read_registry([("a.yaml", b"x: {name: A}\n"), ("b.yaml", b"\nx: {name: B}\n")], [])
    assert (found.code, str(found.location)) == ("duplicate-id", "b.yaml:2:1")
    assert "a.yaml:1:1" in found.message
    assert registry.speakers["x"].name == "A"


def test_a_speaker_and_a_source_may_share_an_id():
    registry = read("amnesty: {name: Amnesty}", "amnesty: {title: Its site}")
    assert (list(registry.speakers), list(registry.sources)) == (["amnesty"], ["amnesty"])


def test_a_wrong_entry_costs_none_of_the_others_and_keeps_its_place():
    registry, found = read_registry([("a.yaml", b"x: {nam: A}\ny: {name: B}\n")], [])
    assert told(found) == [("unknown-key", 1, 5)]
    assert list(registry.speakers) == ["y"]
    assert "speakers/x" in registry.locations


def test_nothing_is_taken_from_a_file_that_breaks_yaml():
    registry, found = read_registry([("a.yaml", b"x: {name: A}\ny: b: c\n")], [])
    assert found[0].code == "yaml-syntax"
    assert registry.speakers == {}


@given(st.binary() | st.text(":#-[]{}'\" \nnameoutl0~").map(str.encode))
def test_any_bytes_end_in_a_registry_or_in_diagnostics(data):
    registry, found = read_registry([("a.yaml", data)], [("b.yaml", data)])
    assert set(registry.speakers) <= {key.partition("/")[2] for key in registry.locations}
    assert not found or all(d.location.path in {"a.yaml", "b.yaml"} for d in found)
