"""The JSON Schemas: they accept whatever the program accepts, and describe each key for editors."""

from __future__ import annotations

import re
import warnings
from collections.abc import Iterator
from typing import Any

import pytest
import yaml
from jsonschema import Draft7Validator

from generator.formats.front_matter import read_front_matter
from generator.formats.json_schema import schemas
from generator.formats.registry import read_registry
from generator.formats.settings import read_settings
from generator.formats.sidecar import read_sidecar
from tests.formats.test_settings import WRONG as WRONG_SETTINGS
from tests.formats.test_sidecar import EXAMPLE, NOTE, QUOTES, WRONG

SCHEMAS = schemas()


class EditorLoader(yaml.SafeLoader):
    """YAML as an editor's server reads it: the core schema of YAML 1.2, so `no` is text and `1984` a number."""

    yaml_implicit_resolvers: dict[str, list[tuple[str, re.Pattern[str]]]] = {}  # noqa: RUF012 - as PyYAML has it


for tag, pattern in {
    "null": r"~|null|Null|NULL|",
    "bool": r"true|True|TRUE|false|False|FALSE",
    "int": r"[-+]?[0-9]+",
    "float": r"[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?",
}.items():
    EditorLoader.add_implicit_resolver(f"tag:yaml.org,2002:{tag}", re.compile(rf"(?:{pattern})$"), None)


def test_making_them_warns_of_nothing():
    """A warning of a library would be on the screen of whoever runs `init`."""
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert schemas() == SCHEMAS


def as_editors_read(text: str) -> Any:
    return with_text_keys(yaml.load(text, Loader=EditorLoader))


def with_text_keys(value: Any) -> Any:
    if isinstance(value, dict):
        return {key if isinstance(key, str) else str(key).lower(): with_text_keys(v) for key, v in value.items()}
    return [with_text_keys(v) for v in value] if isinstance(value, list) else value


def faults(name: str, text: str) -> list[str]:
    validator = Draft7Validator(SCHEMAS[f"{name}.schema.json"])
    return [error.message for error in validator.iter_errors(as_editors_read(text))]


SITE = """\
title: Contested Headlines
description: Disputed news stories, read closely
url: https://example.github.io/contested-headlines/
language: en
timezone: UTC
repository: https://github.com/example/contested-headlines
branch: main
organization: {name: The Institute, url: https://example.org}
navigation: [articles, claims, speakers, sources, about]
verdicts:
  false:           {label: "False", mark: "×", line: double, tone: red, definition: Contradicted., rating: 1}
  unverified:      {rating: null}
  supported:       null
  missing-context:
  satire:          {label: 1984, mark: 1, line: solid, tone: grey}
codes:
  frame: [conflict, human-interest, 3]
  stance:
    definition: Towards the subject.
    values: {for: Praises., against: {definition: Blames., example: 1984}, none: }
    several: yes
    required: [claims, notes]
  kind: {values: [a, 1], required: counterpoints}
rules: {answer-needs-quote-or-source: error, verdict-needs-source: off}
files: [a/b.svg]
outputs: [home, articles, claims, verdicts, speakers, sources, publishers, tags, pages, feeds, sitemap]
strict: false
"""
ARTICLE = """\
title: 1984
date: 2015-12-23
publisher: press-tv
authors: [A, B]
section: World
tags:
  - false
  - 2015
url: https://example.org/a
archived: {url: https://web.archive.org/a, date: 2016-01-02}
captured: 2016-01-03
corrections:
  - {date: 2016-01-04, text: The number was wrong.}
language: no
direction: ltr
summary:
updated: 2015-12-24 08:00 +03:00
draft: yes
aliases: 2015/syria
image: {src: a.jpg, alt: A street}
text: passages
annotated: {date: 2026-11-26, by: [lr, 7]}
"""
FULL = """\
claims:
  a:
    speaker: {unnamed: 007}
    via: [1, {unnamed: a source}]
    statement: false
    quote:
      - 1984
      - {exact: Russian, prefix: by, suffix: air, times: 3, in: body}
      - {from: all, to: 5}
    mode: mixed
    said: 2015
    verdict: false
    reviewed: 2016-01-02
    updates: {2016-01-03: 5}
    withdrawn: 2016-03-01 Misread the report.
    unsure: true
    repeats: b#c
    sources: ['https://a.b/c p. 3', d p. 4, 2015, {title: T, date: 2015, archived: https://a.b/e}]
    codes: {frame: no, 1: 2, more: [a, 3]}
    tags: 5
    language: no
    aliases: old
    note:
    counterpoints:
      d: {speaker: outlet, statement: x, relation: supports}
speakers:
  x: {name: 5, roles: [{title: y, from: 2015, to: 2016-05}], also: z, names: {ru: А, no: B}, wikidata: Q5}
  y: {role: z}
notes:
"""
VALID = [
    ("annotations", EXAMPLE),
    ("annotations", FULL),
    *(("annotations", f"{NOTE}{quote}\n") for quote, _ in QUOTES),
    ("article", ARTICLE),
    ("article", "title: x\ndate: 2015-12-23T14:30:00+03:00\n"),
    ("site", SITE),
    ("site", "title: x"),
    ("speakers", "a:\n  name: A\n  organization: b\nfalse: {name: 5}\n"),
    ("sources", "a: {title: A, date: 2015-12, kind: primary}\nb: {url: https://a.b/c}\n"),
]


@pytest.mark.parametrize(("name", "text"), VALID)
def test_what_the_program_accepts_the_schema_accepts(name, text):
    data = text.encode()
    problems = {
        "annotations": lambda: read_sidecar(data, "x.yaml", "x").diagnostics,
        "article": lambda: read_front_matter(b"---\n" + data + b"---\n", "x.md").diagnostics,
        "site": lambda: read_settings(data)[1],
        "speakers": lambda: read_registry([("x.yaml", data)], [])[1],
        "sources": lambda: read_registry([], [("x.yaml", data)])[1],
    }[name]()
    assert [problem for problem in problems if problem.severity == "error"] == []
    assert faults(name, text) == []


@pytest.mark.parametrize(
    "text", [text for text, (code, *_) in WRONG if code in {"unknown-key", "wrong-shape", "speaker-local"}]
)
def test_an_editor_shows_a_wrong_key_or_shape_in_a_sidecar(text):
    assert faults("annotations", text)


@pytest.mark.parametrize(
    "text", [text for text, (code, *_) in WRONG_SETTINGS if code in {"unknown-key", "wrong-shape"}]
)
def test_an_editor_shows_a_wrong_key_or_shape_in_the_settings(text):
    assert faults("site", text)


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("article", "title: x"),
        ("article", "title: x\ndate: 23.12.2015"),
        ("article", "title: x\ndate: 2015-12-23\nurl: javascript:alert(1)"),
        ("speakers", "a: {role: b}"),
        ("speakers", "A B: {name: b}"),
        ("sources", "a: {kind: third}"),
        ("annotations", "claims: {a: {quote: b}}"),
        ("annotations", "counterpoints: {a: {speaker: b, quote: c}}"),
    ],
)
def test_an_editor_shows_what_is_missing_or_malformed(name, text):
    assert faults(name, text)


@pytest.mark.parametrize("name", SCHEMAS)
def test_a_schema_is_written_in_the_terms_of_draft_7(name):
    schema = SCHEMAS[name]
    assert schema["$schema"] == "http://json-schema.org/draft-07/schema#"
    Draft7Validator.check_schema(schema)
    newer = {"$defs", "prefixItems", "unevaluatedProperties", "dependentRequired", "$dynamicRef"}
    assert not newer & {key for node in nodes(schema) for key in node}
    references = {node["$ref"] for node in nodes(schema) if "$ref" in node}
    assert references <= {f"#/definitions/{name}" for name in schema.get("definitions", {})}


@pytest.mark.parametrize("name", SCHEMAS)
def test_every_key_has_a_description_that_editors_show(name):
    properties = [item for node in nodes(SCHEMAS[name]) for item in node.get("properties", {}).items()]
    assert properties
    assert [key for key, value in properties if not value.get("description") or "$ref" in value] == []


def nodes(schema: Any) -> Iterator[dict[str, Any]]:
    """All schemas within a schema."""
    if isinstance(schema, list):
        for part in schema:
            yield from nodes(part)
    elif isinstance(schema, dict):
        yield schema
        for key, value in schema.items():
            yield from nodes(
                list(value.values()) if key in {"properties", "definitions", "patternProperties"} else value
            )
