"""Diagnostics: the catalogue of codes, the value that describes one problem, and how it is printed.

Reads no files.
"""

from __future__ import annotations

from generator.diagnostics.codes import CODES
from generator.diagnostics.diagnostic import Diagnostic, Paste, has_errors, in_order
from generator.diagnostics.format import (
    SourceLine,
    as_github,
    as_json,
    as_markdown_table,
    as_plain_text,
    github_notice,
    github_warning,
    markdown_table,
    printable,
    summary,
    without_commands,
)
from generator.diagnostics.location import Location
from generator.diagnostics.wording import capitalized, listed, one_line, short

__all__ = [
    "CODES",
    "Diagnostic",
    "Location",
    "Paste",
    "SourceLine",
    "as_github",
    "as_json",
    "as_markdown_table",
    "as_plain_text",
    "capitalized",
    "github_notice",
    "github_warning",
    "has_errors",
    "in_order",
    "listed",
    "markdown_table",
    "one_line",
    "printable",
    "short",
    "summary",
    "without_commands",
]
