"""The fields of an imported annotation that fit the format, and why the others don't: no more than them is lost."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from pydantic import ValidationError

from generator.annotating.values import Value
from generator.diagnostics import short
from generator.formats.fields import Entry
from generator.formats.registry import LocalRoleEntry, SpeakerEntry
from generator.formats.sidecar_schema import AnswerEntry, ClaimEntry, CounterpointEntry, NoteEntry
from generator.importing.imported import ImportedAnnotation, LeftOut
from generator.importing.json_shapes import clean_text
from generator.model import is_id

NOT_NAMED: Mapping[str, Value] = {"unnamed": "not named in the imported file"}
"""The speaker of a statement of which the file doesn't say who makes it."""


def fitting(annotation: ImportedAnnotation) -> tuple[ImportedAnnotation | None, tuple[LeftOut, ...]]:
    """An annotation with the fields that the format allows, and the others. None if no words are left that it says."""
    fields = _filled(annotation.fields)
    if annotation.group != "notes":
        fields.setdefault("speaker", NOT_NAMED)
    reasons = _refused(annotation, fields)
    left = tuple(LeftOut(f"{key}: {_shown(fields[key])}", why) for key, why in reasons.items())
    kept = {key: value for key, value in fields.items() if key not in reasons}
    if annotation.group != "notes":
        kept.setdefault("speaker", NOT_NAMED)
    words = ("quote", "note") if annotation.group == "notes" else ("quote", "statement")
    if not any(kept.get(key) for key in words):
        rest = " ".join(_shown(value) for value in kept.values() if value is not NOT_NAMED)
        return None, (*left, LeftOut(rest, "annotation without words of its own")) if rest else left
    return replace(annotation, fields=kept), left


def _refused(annotation: ImportedAnnotation, fields: Mapping[str, Value]) -> dict[str, str]:
    """Why fields don't fit, by field."""
    if annotation.group == "claims":
        return _wrong(ClaimEntry, fields)
    if annotation.group == "notes":
        return _wrong(NoteEntry, fields)
    return _wrong(CounterpointEntry if annotation.answers is None else AnswerEntry, fields)


def fitting_speaker(id: str, fields: Mapping[str, Value]) -> tuple[dict[str, Value], tuple[LeftOut, ...]]:
    """The fields of a speaker that the format allows, and the others. None are left where the id is wrong."""
    given = _filled(fields)
    if not is_id(id):
        return {}, (LeftOut(f"{id}: {_shown(given)}", "speaker whose id does not fit the format"),)
    model = SpeakerEntry if "name" in given else LocalRoleEntry
    reasons = _wrong(model, given)
    kept = {key: value for key, value in given.items() if key not in reasons}
    if model is SpeakerEntry and "name" not in kept:
        kept = {"name": id, **kept}
    return kept, tuple(LeftOut(f"{id}, {key}: {_shown(given[key])}", why) for key, why in reasons.items())


def _wrong(model: type[Entry], fields: Mapping[str, Value]) -> dict[str, str]:
    try:
        model.model_validate(fields, context={"day": ""})
    except ValidationError as error:
        problems = error.errors(include_url=False)
        return {str(one["loc"][0]): _why(str(one["msg"])) for one in problems if one["loc"] and one["loc"][0] in fields}
    return {}


def _why(message: str) -> str:
    return f"field that does not fit the format ({short(message.removeprefix('Value error, ')).rstrip('.')})"


def _filled(fields: Mapping[str, Value]) -> dict[str, Value]:
    """The fields that have a value, cleaned."""
    values = {key: cleaned(value) for key, value in fields.items()}
    return {key: value for key, value in values.items() if isinstance(value, bool | int) or value}


_CONTEXTS = frozenset({"prefix", "suffix"})
"""The fields in which white space at the ends counts."""


def cleaned(value: Value, key: str = "") -> Value:
    """A value, of a field of this name, whose texts hold only characters that a file of a site may contain."""
    if isinstance(value, str):
        return value if value.isprintable() else _clean_context(value) if key in _CONTEXTS else clean_text(value)
    if isinstance(value, Mapping):
        return {clean_text(key): cleaned(one, key) for key, one in value.items()}
    return value if isinstance(value, bool | int) else [cleaned(one) for one in value]


def _clean_context(words: str) -> str:
    inner = words.strip()
    before, _, behind = words.partition(inner) if inner else (words, "", "")
    return clean_text(f"|{before}|")[1:-1] + clean_text(inner) + clean_text(f"|{behind}|")[1:-1]


def _shown(value: Value) -> str:
    if isinstance(value, str | bool | int):
        return str(value)
    pairs = value.items() if isinstance(value, Mapping) else enumerate(value)
    return "; ".join(_shown(one) for _, one in pairs)
