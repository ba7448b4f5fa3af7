"""The texts of new files are right as they stand."""

from __future__ import annotations

import re
from pathlib import PurePosixPath

import pytest
import yaml

from generator.cli.scaffold import id_for, new_article, new_site, new_speaker, quoted
from generator.cli.workflow import WORKFLOW

PURPOSES = ("", "newsroom", "codebook", "class")

NASTY = [
    'He said: "no" # really',
    "1984",
    "no",
    "- a",
    "{x}",
    "a\n b",
    "\\u0041",
    "‘Fakes’ – 100 %",
    "日本 😀",
    "'",
    "!tag",
]


@pytest.mark.parametrize("text", NASTY)
def test_any_text_is_read_back_from_yaml(text):
    assert yaml.safe_load(f"title: {quoted(text)}") == {"title": " ".join(text.split())}


@pytest.mark.parametrize(
    "files",
    [
        *(new_site("T", "2015-12-23", {"site.schema.json": "{}\n"}, purpose) for purpose in PURPOSES),
        new_article("2015/a/b", "T", "2015-12-23"),
        new_speaker("a", "A", "person"),
    ],
)
def test_each_yaml_file_leads_an_editor_to_its_schema(files):
    kinds = {"site": "site", "speakers": "speakers", "sources": "sources"}
    for path, text in files.items():
        if path.endswith(".yaml"):
            yaml.safe_load(text)
            found = re.match(r"# yaml-language-server: \$schema=((?:\.\./)*)schema/(\w+)\.schema\.json\n", text)
            assert found, path
            assert found[1].count("../") == path.count("/")
            kind = "speakers" if "/speakers/" in path else kinds.get(PurePosixPath(path).stem, "annotations")
            assert found[2] == kind


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("Syria: Russia’s shameful failure", "2015/syria-russia-s-shameful-failure"),
        ("日本", "2015/日本"),
        ("Index", "2015/index_"),
    ],
)
def test_a_title_becomes_an_id_under_its_year(title, expected):
    assert id_for(title, "2015-12-23T18:00Z") == expected


@pytest.mark.parametrize("purpose", PURPOSES)
@pytest.mark.parametrize("title", NASTY)
def test_a_site_has_its_title_whatever_it_is_for(title, purpose):
    site = yaml.safe_load(new_site(title, "2015-12-23", {}, purpose)["site.yaml"])
    assert site["title"] == " ".join(title.split())


@pytest.mark.parametrize("purpose", PURPOSES)
def test_only_a_site_with_a_purpose_has_a_workflow(purpose):
    assert (WORKFLOW in new_site("T", "2015-12-23", {}, purpose)) == bool(purpose)


@pytest.mark.parametrize("purpose", PURPOSES)
def test_a_text_ends_with_its_line_so_that_more_can_be_written_below(purpose):
    for path, text in new_site("T", "2015-12-23", {}, purpose).items():
        assert text.endswith("\n"), path
        assert not [line for line in text.split("\n") if line != line.rstrip()], path
        assert not re.search(r"^# \w+$", text, re.MULTILINE), "a comment with a word left over on a line"


def test_the_codebook_has_two_codes_with_definitions():
    """In the long form: each value says what it means."""
    codes = yaml.safe_load(new_site("T", "2015-12-23", {}, "codebook")["site.yaml"])["codes"]
    assert len(codes) == 2
    for code in codes.values():
        assert code["definition"]
        assert all(value if isinstance(value, str) else value["definition"] for value in code["values"].values())
