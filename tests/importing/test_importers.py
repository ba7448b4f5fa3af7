"""Which format a file seems to have."""

from __future__ import annotations

import pytest

from generator.cli.parser import command_parser
from generator.importing.importers import IMPORTERS, format_of


@pytest.mark.parametrize(
    ("data", "name"),
    [
        (b"", "text"),
        (b"A title\n\nA paragraph, with commas, and so on.", "text"),
        (b"Text, and more of it\nand a text", "text"),
        ("\ufeff<!DOCTYPE html><p>x".encode(), "html"),
        ("<html>".encode("utf-16"), "html"),
        (b"\n <div class=a>x</div>", "html"),
        (b"<3 is a heart", "text"),
        (b'{"@context": "http://www.w3.org/ns/anno.jsonld", "type": "Annotation"}', "webannotation"),
        (b'[{"@type": "ClaimReview"}]', "claimreview"),
        (b'{"export_date": "2024-01-01", "annotations": [{"uri": "x"}]}', "hypothesis"),
        (b'{"a": 1}', "text"),
        (b"id,statement,verdict\r\na,b,c\r\n", "csv"),
        ("\ufeffText;Speaker\n".encode(), "csv"),
        (b"sep=;\nclaim;code_frame\n2026/bridge#old;conflict\n", "csv"),
        (b"claim,verdict\n2026/bridge#old,false\n", "csv"),
        (b"A claim, the verdict, and so on\n", "text"),
    ],
)
def test_the_format_is_recognized_by_how_a_file_begins(data: bytes, name: str):
    assert format_of(data) == name


def test_the_command_knows_each_importer():
    parser = command_parser("counterpoint")
    for name in IMPORTERS:
        assert parser.parse_args(["import", "x", "--from", name]).source == name
