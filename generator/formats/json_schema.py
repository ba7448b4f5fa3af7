"""JSON Schemas for editors, generated from the pydantic models that validate each kind of file.

The schemas use draft 7 (https://json-schema.org/draft-07), which YAML language servers support. A schema is more
lenient than the program: it accepts every valid file and some invalid ones. Writes no files.
"""

from __future__ import annotations

from typing import Any

from pydantic import TypeAdapter

from generator.formats.fields import Id
from generator.formats.front_matter import ArticleEntry
from generator.formats.registry import SharedSourceEntry, SpeakerEntry
from generator.formats.settings import SiteEntry
from generator.formats.sidecar_schema import SidecarFile

_DRAFT = "http://json-schema.org/draft-07/schema#"

_FOR_PROGRAMS = frozenset({"title", "default", "propertyNames"})  # keywords of pydantic that confuse editors

Schema = dict[str, Any]


def schemas() -> dict[str, Schema]:
    """The schemas, keyed by file name."""
    return {
        "annotations.schema.json": _schema(SidecarFile, "The annotations of one article"),
        "article.schema.json": _schema(ArticleEntry, "The front matter of an article"),
        "site.schema.json": _schema(SiteEntry, "site.yaml"),
        "speakers.schema.json": _schema(dict[Id, SpeakerEntry], "Speakers by id"),
        "sources.schema.json": _schema(dict[Id, SharedSourceEntry], "Sources by id"),
    }


def _schema(kind: Any, title: str) -> Schema:
    made = TypeAdapter(kind).json_schema(ref_template="#/definitions/{model}")
    body = _for_editors({name: value for name, value in made.items() if name not in {"$defs", "title"}})
    definitions = {name: _for_editors(value) for name, value in made.get("$defs", {}).items()}
    return {"$schema": _DRAFT, "title": title, **body, **({"definitions": definitions} if definitions else {})}


def _for_editors(schema: Any) -> Any:
    """A copy of a schema for editors: without `_FOR_PROGRAMS`, and with optional keys that may be empty."""
    if isinstance(schema, list):
        return [_for_editors(part) for part in schema]
    if not isinstance(schema, dict):
        return schema
    kept = {key: _for_editors(value) for key, value in schema.items() if key not in _FOR_PROGRAMS}
    if "patternProperties" in schema:
        kept["additionalProperties"] = False
    if "properties" in schema:
        required = schema.get("required", [])
        kept["properties"] = {
            name: _property(value, optional=name not in required) for name, value in schema["properties"].items()
        }
    return kept


def _property(schema: Any, *, optional: bool) -> Schema:
    """The schema of a key, with its description first. An optional key may be null: an empty value means left out."""
    kept: Schema = _for_editors(schema)
    description = {"description": kept.pop("description")} if "description" in kept else {}
    if optional:
        return {**description, "anyOf": [*kept.get("anyOf", [kept]), {"type": "null"}]}
    return {**description, **({"allOf": [kept]} if "$ref" in kept else kept)}
