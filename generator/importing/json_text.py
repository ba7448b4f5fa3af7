"""JSON of other programs (RFC 8259) as plain values, or where it is malformed. Knows no format of annotations."""

from __future__ import annotations

import json
from collections.abc import Iterator

from generator.importing.file_text import FileKind, file_text
from generator.importing.imported import NotImported

JsonValue = str | bool | None | list["JsonValue"] | dict[str, "JsonValue"]
"""A value of JSON. A number is the text as it was typed, so that none is rounded."""

JSON_FILE = FileKind(
    "a text",
    16 * 2**20,
    "Choose the file that was exported; if this is it, export it again.",
    "Split it into smaller files, and import each.",
)
"""A sidecar has a sixteenth of that at most."""
_DEEPEST = 100
"""Levels of lists and mappings. Annotations have a dozen."""


def read_json(data: bytes) -> JsonValue | NotImported:
    """The value of a JSON file. Line breaks inside texts are accepted, as web pages have them."""
    found = file_text(data, JSON_FILE)
    return found if isinstance(found, NotImported) else json_of(found.text)


def json_of(text: str, first_line: int = 1) -> JsonValue | NotImported:
    """The value of a JSON text that begins at a line of its file; a list where each line is a JSON text."""
    try:
        value = _loaded(text)
    except json.JSONDecodeError as error:
        lines = _values_of_lines(text) if error.msg.startswith(_GOES_ON) else None
        if lines is None:
            return _malformed(error, first_line)
        value = lines
    except RecursionError:
        return _TOO_DEEP
    return _TOO_DEEP if _is_deeper(value, _DEEPEST) else value


_GOES_ON = "Extra data"


def _values_of_lines(text: str) -> list[JsonValue] | None:
    """The values of a text that has a JSON text on each line (https://jsonlines.org); None for any other."""
    try:
        return [_loaded(line) for line in text.split("\n") if line.strip()]
    except (json.JSONDecodeError, RecursionError):
        return None


def _loaded(text: str) -> JsonValue:
    """The value of a JSON text. Raises `json.JSONDecodeError` or `RecursionError`."""
    value: JsonValue = json.loads(text, parse_int=str, parse_float=str, parse_constant=str, strict=False)
    return value


def _is_deeper(value: JsonValue, most: int) -> bool:
    level = [value]
    for _ in range(most):
        level = [one for inner in level for one in _inside(inner) if isinstance(one, list | dict)]
        if not level:
            return False
    return True


def _inside(value: JsonValue) -> Iterator[JsonValue]:
    if isinstance(value, dict):
        yield from value.values()
    elif isinstance(value, list):
        yield from value


_TOO_DEEP = NotImported(
    f"The JSON has lists or mappings inside each other, more than {_DEEPEST} deep.",
    "Export the annotations again; no program writes them like this.",
)


def _malformed(error: json.JSONDecodeError, first_line: int) -> NotImported:
    why = next((words for begin, words in _WHY.items() if error.msg.startswith(begin)), "it can't be read from here on")
    return NotImported(
        f"The file is not valid JSON: {why}.",
        "Export it again; or correct this place in an editor.",
        error.lineno + first_line - 1,
        error.colno,
    )


_WHY = {
    "Expecting property name": "a name in double quotation marks is missing, or a comma is one too many",
    "Illegal trailing comma": "a comma is one too many",
    "Expecting ':'": "a colon is missing",
    "Expecting ','": "a comma or a closing bracket is missing",
    "Expecting value": "a value is missing",
    _GOES_ON: "it goes on after its end",
    "Unterminated string": "a text has no closing quotation mark",
    "Invalid \\": "a backslash is followed by the wrong sign",
    "Invalid control": "a text has a control character",
}
"""What is wrong, by how the messages of Python's `json` begin."""
