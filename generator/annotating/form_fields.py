"""The fields of an annotation as a form shows them, in lines of text, and what was typed as fields again.

A value that a line can't hold, such as a source that is written out, has a line that stands for it; where that line is
kept, so is the value.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence

TEXTS = ("relation", "verdict", "said", "note", "statement", "unsure")
"""Fields of one text."""
Form = Mapping[str, object]
"""What a form holds: texts by field, and the values of `codes` by key."""
_ADDRESS = re.compile(r"https?://", re.IGNORECASE)


def form_of(fields: Mapping[str, object]) -> dict[str, object]:
    """The form of an annotation with these fields, as its file has them."""
    form: dict[str, object] = {key: str(fields[key]) for key in TEXTS if isinstance(fields.get(key), str)}
    if via := _listed(fields.get("via")):
        form["via"] = ", ".join(map(voice_line, via))
    if sources := _listed(fields.get("sources")):
        form["sources"] = "\n".join(map(source_line, sources))
    if isinstance(codes := fields.get("codes"), Mapping):
        form["codes"] = {str(key): value for key, value in codes.items()}
    return form


def changes_of(form: Form, before: Mapping[str, object]) -> dict[str, object | None]:
    """The fields that a form gives other values than they have, as a file has them; None for one that was emptied.

    `before` are the fields of the annotation, none for a new one. What the form doesn't hold stays as it is.
    """
    known = form_of(before)
    typed = {key: value for key, value in form.items() if value != known.get(key, "" if key != "codes" else {})}
    changes: dict[str, object | None] = {key: str(typed[key]).strip() or None for key in TEXTS if key in typed}
    if "via" in typed:
        via = _kept(str(typed["via"]).split(","), _listed(before.get("via")), voice_line, _voice_of)
        changes["via"] = (via[0] if len(via) == 1 else via) or None
    if "sources" in typed:
        lines = str(typed["sources"]).split("\n")
        changes["sources"] = _kept(lines, _listed(before.get("sources")), source_line, _source_of) or None
    if "codes" in typed:
        codes = typed["codes"]
        changes["codes"] = dict(codes) if isinstance(codes, Mapping) and codes else None
    return changes


def voice_line(voice: object) -> str:
    """A speaker as a form shows it: the id, or the words for one without a name in quotation marks."""
    if isinstance(voice, Mapping):
        return f"“{_one_line(voice.get('unnamed', ''))}”"
    return str(voice)


def source_line(source: object) -> str:
    """A source as a form shows it: its id or address, or its title and its address where it is written out."""
    if isinstance(source, Mapping):
        return " ".join(_one_line(source[key]) for key in ("title", "url") if source.get(key))
    return str(source)


def _source_of(line: str) -> object:
    """An id or an address as it is; a title with an address behind it as a source that is written out."""
    found = _ADDRESS.search(line)
    title = line[: found.start()].strip(" –—-:,") if found else ""
    return {"title": title, "url": line[found.start() :]} if found and title else line


def _voice_of(line: str) -> object:
    """An id, or the words for a speaker without a name, which stand in quotation marks."""
    words = line.strip('“”"„«» ')
    return {"unnamed": words} if line[:1] in '“"„«' and words else line


def _kept(
    lines: Iterable[str], before: Sequence[object], line_of: Callable[[object], str], value_of: Callable[[str], object]
) -> list[object]:
    """The values of lines: that which had this line before, or what the line says."""
    known = {line_of(value): value for value in before}
    typed = [line.strip() for line in lines if line.strip()]
    return [known[line] if line in known else value_of(line) for line in typed]


def _listed(value: object) -> list[object]:
    if value is None or value == "":
        return []
    return list(value) if isinstance(value, list | tuple) else [value]


def _one_line(value: object) -> str:
    return " ".join(str(value).split())
