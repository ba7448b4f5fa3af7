"""site.yaml: every setting, its default, the vocabulary, and every problem."""

from __future__ import annotations

import re
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.diagnostics import Diagnostic
from generator.formats.settings import BUILT_IN_VERDICTS, Line, Tone, default_rules, read_settings
from generator.model import Layer, Naming, Organization, Settings, Verdict
from generator.urls import BUILT_OUTPUTS
from generator.values import replace
from tests.archives import scheme
from tests.pastes import pasted, told


def read(text: str) -> Settings:
    settings, found, _ = read_settings(text.encode())
    assert found == []
    assert settings
    return settings


def problems(text: str) -> list[Diagnostic]:
    return read_settings(text.encode())[1]


def test_a_title_is_enough():
    assert read("title: Contested Headlines") == Settings(
        title="Contested Headlines",
        verdicts=BUILT_IN_VERDICTS,
        rules=(
            ("answer-needs-quote-or-source", "error"),
            ("verdict-needs-source", "off"),
            ("change-needs-update", "error"),
        ),
        outputs=BUILT_OUTPUTS,
    )


def test_every_setting_is_read():
    settings = read(
        "title: Contested Headlines\n"
        "description: Disputed news stories, read closely\n"
        "url: https://example.github.io/contested-headlines   # without it no feeds\n"
        "language: pt-BR    # of the interface\n"
        "timezone: Europe/Berlin\n"
        "repository: https://github.com/example/contested-headlines/\n"
        "branch: trunk\n"
        "organization: {name: The Institute, url: https://example.org}\n"
        "navigation: [articles, claims, about]\n"
        "featured: 2015/amnesty-syria#only-cliches   # on the home page\n"
        "cards: yes\n"
        "codes: {frame: [conflict, human-interest], 1: [false]}\n"
        "rules: {verdict-needs-source: warning}\n"
        "files: [articles/2015/map.svg, content/pages/x.html, ./articles/2015/map.svg]\n"
        "outputs: [home, articles, home]\n"
        "strict: yes\n"
    )
    assert settings == Settings(
        title="Contested Headlines",
        description="Disputed news stories, read closely",
        url="https://example.github.io/contested-headlines/",
        language="pt-BR",
        timezone="Europe/Berlin",
        repository="https://github.com/example/contested-headlines",
        branch="trunk",
        organization=Organization("The Institute", "https://example.org"),
        navigation=("articles", "claims", "about"),
        featured="2015/amnesty-syria#only-cliches",
        cards=True,
        verdicts=BUILT_IN_VERDICTS,
        codes=scheme(**{"frame": ("conflict", "human-interest"), "1": ("false",)}),
        rules=(
            ("answer-needs-quote-or-source", "error"),
            ("verdict-needs-source", "warning"),
            ("change-needs-update", "error"),
        ),
        files=("articles/2015/map.svg", "pages/x.html"),
        outputs=("home", "articles"),
        strict=True,
    )


def test_a_file_that_is_listed_twice_is_copied_once():
    assert read("title: x\nfiles: [b.svg, a.svg, content/b.svg, b.svg]\n").files == ("b.svg", "a.svg")


def test_the_default_rules_are_those_of_a_site_that_sets_none():
    assert default_rules() == {
        "answer-needs-quote-or-source": "error",
        "verdict-needs-source": "off",
        "change-needs-update": "error",
    }
    assert tuple(default_rules().items()) == read("title: x").rules


def test_the_built_in_verdicts_are_those_of_the_format():
    assert [v.key for v in BUILT_IN_VERDICTS] == "false unsupported missing-context unverified supported".split()
    assert [v.rating for v in BUILT_IN_VERDICTS] == [1, 2, 3, None, 5]
    assert all(v.line in get_args(Line) and v.tone in get_args(Tone) for v in BUILT_IN_VERDICTS)
    assert all(v.mark and v.definition for v in BUILT_IN_VERDICTS)


FALSE = BUILT_IN_VERDICTS[0]
NEW = Verdict("satire", "Satire", "~", "dotted", "blue")


@pytest.mark.parametrize(
    ("verdicts", "expected"),
    [
        ("{false: {label: Wrong}}", (replace(FALSE, label="Wrong"), *BUILT_IN_VERDICTS[1:])),
        ("{false: {rating: ~}}", (replace(FALSE, rating=None), *BUILT_IN_VERDICTS[1:])),
        ("{false: {rating: 2}}", (replace(FALSE, rating=2), *BUILT_IN_VERDICTS[1:])),
        ("{false: null}", BUILT_IN_VERDICTS[1:]),
        ("{false: ~, supported: }", BUILT_IN_VERDICTS[1:-1]),
        ("{satire: {label: Satire, mark: '~', line: dotted, tone: blue}}", (*BUILT_IN_VERDICTS, NEW)),
        ("", BUILT_IN_VERDICTS),
        ("{}", BUILT_IN_VERDICTS),
    ],
)
def test_a_verdict_that_is_given_changes_adds_or_removes_one(verdicts, expected):
    assert read(f"title: x\nverdicts: {verdicts}\n").verdicts == expected


WRONG = [
    ("", ("missing-key", 1, 1)),
    ("title: x\nur: https://a.b", ("unknown-key", 2, 1)),
    ("title: x\nurl: example.org", ("wrong-address", 2, 6)),
    ("title: x\nurl: https://a.b/?c", ("wrong-address", 2, 6)),
    ("title: x\nlanguage: en_GB", ("wrong-language", 2, 11)),
    ("title: x\nlanguage: tlh", ("wrong-language", 2, 11)),
    ("title: x\ntimezone: Europe/Berln", ("wrong-value", 2, 11)),
    ("title: x\ntimezone: Europe", ("wrong-value", 2, 11)),
    ("title: x\ntimezone: ../../etc/passwd", ("wrong-value", 2, 11)),
    ("title: x\ntimezone: /etc/localtime", ("wrong-value", 2, 11)),
    ("title: x\norganization: us", ("wrong-shape", 2, 15)),
    ("title: x\norganization: {url: 'https://a.b'}", ("missing-key", 2, 1)),
    ("title: x\noutputs: [home, claim]", ("wrong-value", 2, 17)),
    ("title: x\noutputs: home", ("wrong-shape", 2, 10)),
    ("title: x\nrules: {verdict-needs-source: warn}", ("wrong-value", 2, 31)),
    ("title: x\nrules: {verdict-needs-sources: off}", ("unknown-key", 2, 9)),
    ("title: x\nfiles: [../x]", ("wrong-value", 2, 9)),
    ("title: x\nfiles: [/etc/passwd]", ("wrong-value", 2, 9)),
    ("title: x\nfiles: ['C:/x']", ("wrong-value", 2, 9)),
    ("title: x\nfiles: ['a\\b']", ("wrong-value", 2, 9)),
    ("title: x\ncodes: {frame: conflict}", ("wrong-shape", 2, 16)),
    ("title: x\nstrict: often", ("wrong-value", 2, 9)),
    ("title: x\nverdicts: [false]", ("wrong-shape", 2, 11)),
    ("title: x\nverdicts: {false: wrong}", ("wrong-shape", 2, 19)),
    ("title: x\nverdicts: {flase: null}", ("wrong-value", 2, 12)),
    ("title: x\nverdicts: {mine: {label: M, mark: m, line: wavy}}", ("missing-key", 2, 12)),
    ("title: x\nverdicts: {My own: {label: M, mark: m, line: wavy, tone: red}}", ("wrong-id", 2, 12)),
    ("title: x\nverdicts: {false: {rating: 6}}", ("wrong-value", 2, 28)),
    ("title: x\nverdicts: {false: {tone: pink}}", ("wrong-value", 2, 26)),
    ("title: x\nverdicts: {false: {lable: x}}", ("unknown-key", 2, 20)),
    ("title: Issue #5", ("yaml-comment", 1, 8)),
    ("- title: x", ("yaml-structure", 1, 1)),
    ("title: x: y", ("yaml-syntax", 1, 8)),
]


@pytest.mark.parametrize(("text", "problem"), WRONG)
def test_what_is_wrong_is_reported_with_its_place_and_what_is_pasted_fixes_it(text, problem):
    (found,) = problems(text)
    assert told([found]) == [problem]
    assert found.step
    if found.paste:
        assert problems(pasted(text, found.paste)) == []


@pytest.mark.parametrize("text", [text for text, (code, *_) in WRONG if code != "yaml-comment"])
def test_settings_that_cannot_be_read_are_none(text):
    settings = read_settings(text.encode())[0]
    assert settings is None or "verdicts" in text


def test_every_setting_has_its_place():
    _, _, places = read_settings(b"title: x\nnavigation: [a, b]\nverdicts:\n  false:\n    label: y\n")
    assert {key: (at.path, at.line, at.column) for key, at in places.items()} == {
        "title": ("site.yaml", 1, 8),
        "navigation": ("site.yaml", 2, 13),
        "navigation/0": ("site.yaml", 2, 14),
        "navigation/1": ("site.yaml", 2, 17),
        "verdicts": ("site.yaml", 3, 1),
        "verdicts/false": ("site.yaml", 4, 3),
        "verdicts/false/label": ("site.yaml", 5, 12),
    }


def test_all_errors_are_reported_at_once():
    text = "titel: x\nurl: a.de\noutputs: [hom]\nverdicts: {false: {tone: pink, line: wave}}\nstrict: often\n"
    assert len(problems(text)) == 6


@given(st.binary() | st.text(":#-[]{}'\" \ntiledatx0~").map(str.encode))
def test_any_bytes_end_in_settings_or_in_a_diagnostic(data):
    settings, found, _ = read_settings(data)
    assert settings or found


def test_what_the_messages_name_is_what_is_allowed():
    (found,) = problems("title: x\nverdicts: {false: {line: thick}}")
    assert re.findall(r"\w+", found.details[0].removeprefix("allowed: ")) == list(get_args(Line))


# ── layers ───────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_layers_have_a_key_and_a_name_in_the_order_of_the_file():
    settings, problems, _ = read_settings(b"title: T\nlayers:\n  lr: {name: L. R.}\n  coder-2: {name: The second}\n")
    assert problems == []
    assert settings
    assert settings.layers == (Layer("lr", "L. R."), Layer("coder-2", "The second"))
    assert settings.layer_keys == ("lr", "coder-2")


@pytest.mark.parametrize(
    ("layers", "code", "place", "message"),
    [
        ("{main: {name: M.}}", "wrong-id", "2:10", "No layer can have the key `main`: commands call the sidecars so."),
        ("{L R: {name: L.}}", "wrong-id", "2:10", "“L R” is not an id"),
        ("{lr: {}}", "missing-key", "2:10", "`name` is missing"),
        ("{lr: {nmae: L. R.}}", "unknown-key", "2:15", "“nmae” is not a key"),
        ("[lr]", "wrong-shape", "2:9", "`layers`"),
    ],
)
def test_a_layer_that_can_not_be_is_named_with_its_place(layers, code, place, message):
    settings, problems, _ = read_settings(f"title: T\nlayers: {layers}\n".encode())
    assert settings is None
    assert [(one.code, f"{one.location.line}:{one.location.column}") for one in problems] == [(code, place)]
    assert message in problems[0].message


@pytest.mark.parametrize("value", ["", "''", "false", "null", "no"])
def test_who_has_no_name_among_people_stays_unnamed(value):
    settings, problems, _ = read_settings(f"title: T\npeople:\n  others: names\n  ada@example.org: {value}\n".encode())
    assert problems == []
    assert settings is not None
    assert settings.people == Naming("names", (("ada@example.org", ""),))


def test_a_layer_without_a_value_lacks_its_name():
    for layers in ("layers:\n  one:\n", "layers: {one: }\n", "layers: {one: {}}\n", "layers: {one: ''}\n"):
        settings, (problem,), _ = read_settings(f"title: T\n{layers}".encode())
        assert settings is None
        assert problem.message == "`name` is missing; `one` requires it."
