"""Reads annotations in the Web Annotation Data Model (W3C, https://www.w3.org/TR/annotation-model/) as JSON-LD.

Keys that begin with `cp:` are the fields of a sidecar, as the archive writes them into its own files; a file of another
program has the standard parts alone. Contexts are not fetched: keys are read as the W3C names them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Literal

from generator.annotating.values import Value
from generator.diagnostics import listed, short
from generator.fixing.key_order import KEYS
from generator.formats.fields import is_web_address
from generator.importing.drafts_by_page import PageFindings, drafts_of
from generator.importing.found_quotes import FoundQuote, quote_field, quotes_in
from generator.importing.imported import Draft, ImportedAnnotation, Importer, ImportOptions, LeftOut, NotImported
from generator.importing.json_shapes import (
    FirstText,
    Objects,
    Shape,
    Texts,
    all_objects,
    bare_name,
    shaped,
)
from generator.importing.json_text import JsonValue, read_json

_OWN = "cp:"
_FIELDS = frozenset(KEYS) - {"counterpoints"}
_GROUPS: Mapping[str, Literal["claims", "counterpoints", "notes"]] = {
    "claim": "claims",
    "counterpoint": "counterpoints",
    "note": "notes",
}
_SEVERAL = frozenset({"Composite", "List", "Independents", "Choice"})
_PLACES = frozenset({"CssSelector", "XPathSelector", "RangeSelector", "TextPositionSelector", "FragmentSelector"})
"""Selectors that say in another way where a quote beside them is."""


class _Annotation(Shape):
    id: FirstText = ""
    motivation: Texts = ()
    target: Objects = ()
    body: Objects = ()
    bodyValue: FirstText = ""  # noqa: N815 (the name in the file)
    creator: Objects = ()


class _Resource(Shape):
    """A target or a body."""

    id: FirstText = ""
    type: Texts = ()
    source: Objects = ()
    items: Objects = ()
    value: FirstText = ""
    purpose: Texts = ()
    name: FirstText = ""


@dataclass(slots=True)
class _Targets:
    """What an annotation is about: pages, quotes in them, and selectors that find no words."""

    pages: list[str] = field(default_factory=list)
    quotes: list[FoundQuote] = field(default_factory=list)
    others: list[str] = field(default_factory=list)


def read_web_annotations(data: bytes, options: ImportOptions) -> tuple[Draft, ...] | NotImported:
    """The annotations of a file, a draft for each page that they are about. A file of this archive is one draft."""
    root = read_json(data)
    if isinstance(root, NotImported):
        return root
    found = [one for one in all_objects(root) if _is_annotation(one)]
    if not found:
        return NotImported(
            "The file has no annotation: no object has the type `Annotation`.",
            "Choose a file with Web Annotations in JSON-LD; annotations of other kinds have importers of their own.",
        )
    notices = tuple(_further_pages(root))
    own = next((one for one in all_objects(root) if "cp:article" in one), None)
    if own is not None or any("cp:kind" in one for one in found):
        return _own_drafts(own or {}, found, notices)
    texts = [_of_another(one, options) for one in found]
    return drafts_of(texts, notices)


_: Importer = read_web_annotations


def _is_annotation(given: Mapping[str, JsonValue]) -> bool:
    kind = given.get("type", given.get("@type"))
    kinds = kind if isinstance(kind, list) else [kind]
    return any(isinstance(one, str) and bare_name(one) == "Annotation" for one in kinds)


def _further_pages(root: JsonValue) -> Iterator[str]:
    """What the file only leads to: addresses of pages of annotations."""
    for one in all_objects(root):
        for key in ("first", "next"):
            address = one.get(key)
            if isinstance(address, str):
                yield f"More are at {short(address)}, which is not opened: save that file and import it, too."
                return


# ── files of this archive ────────────────────────────────────────────────────────────────────────────────────────────


def _own_drafts(
    file: Mapping[str, JsonValue], found: Iterable[Mapping[str, JsonValue]], notices: tuple[str, ...]
) -> tuple[Draft, ...] | NotImported:
    """The draft of a file whose annotations have the fields of a sidecar."""
    rows, left = list[tuple[ImportedAnnotation, str]](), list[LeftOut]()
    for one in found:
        group = _GROUPS.get(str(one.get("cp:kind", "")))
        if group is None:
            left.append(LeftOut(_summary(one), "annotation without `cp:kind`"))
            continue
        fields = {key.removeprefix(_OWN): value for key, value in one.items() if key.removeprefix(_OWN) in _FIELDS}
        fields = {key: value for key, value in fields.items() if _OWN + key in one and value is not None}
        id = str(one.get("id", one.get("@id", ""))).rpartition("#")[2]
        values = {key: _value(value) for key, value in fields.items()}
        rows.append((ImportedAnnotation(group, values, id, is_as_written=True), _parent(one)))
    places = {annotation.id: n for n, (annotation, _) in enumerate(rows)}
    annotations = [_answering(annotation, parent, places) for annotation, parent in rows]
    speakers = file.get("cp:speakers")
    described = {
        id: {key: _value(value) for key, value in fields.items() if value is not None}
        for id, fields in (speakers.items() if isinstance(speakers, dict) else ())
        if isinstance(fields, dict)
    }
    article = file.get("cp:article")
    kept = PageFindings(
        article=article if isinstance(article, str) else "", annotations=tuple(annotations), left_out=tuple(left)
    )
    return drafts_of([kept], notices, described)


def _parent(given: Mapping[str, JsonValue]) -> str:
    parent = given.get("cp:parent")
    return parent if isinstance(parent, str) else ""


def _answering(annotation: ImportedAnnotation, parent: str, places: Mapping[str, int]) -> ImportedAnnotation:
    """An annotation with what it answers in the file; without it, what it answers is in `to`."""
    if annotation.group != "counterpoints" or not parent:
        return annotation
    if parent in places:
        return replace(annotation, answers=places[parent])
    return replace(annotation, fields={"to": parent, **annotation.fields})


def _value(given: JsonValue) -> Value:
    """A value of JSON as one of a sidecar."""
    if isinstance(given, dict):
        return {key: _value(value) for key, value in given.items() if value is not None}
    if isinstance(given, list):
        return [_value(value) for value in given if value is not None]
    return "" if given is None else given


# ── files of other programs ──────────────────────────────────────────────────────────────────────────────────────────


def _of_another(given: Mapping[str, JsonValue], options: ImportOptions) -> PageFindings:
    """A note made of the standard parts: who says what is quoted, they don't tell."""
    annotation, reasons = shaped(_Annotation, given)
    targets = _targets(annotation.target)
    note, tags, left = _bodies(annotation)
    if options.people and (people := [_name(one) for one in annotation.creator]):
        note = f"{note}\n\n— {listed(people)}".strip()
    others = [one for one in dict.fromkeys(targets.others) if not (targets.quotes and one in _PLACES)]
    page = next((page for page in targets.pages if is_web_address(page)), "")
    left += [LeftOut(f"{one} on {short(page or annotation.id)}", "selector that finds no words") for one in others]
    left += [LeftOut(f"{reason} ({_summary(given)})", "field in a shape that is not known") for reason in reasons]
    quote = quote_field(targets.quotes)
    if quote is None and not note:
        named = ": ".join(filter(None, (_summary(given), listed(tags))))
        left.append(LeftOut(named, "annotation without a quote or a text"))
        return PageFindings(page, left_out=tuple(left))
    fields: dict[str, Value] = {} if quote is None else {"quote": quote}
    fields |= {"note": note} if note else {}
    fields |= {"tags": list(tags)} if tags else {}
    return PageFindings(page, annotations=(ImportedAnnotation("notes", fields),), left_out=tuple(left))


def _targets(given: Iterable[Mapping[str, object]]) -> _Targets:
    """Everything that the targets hold, those inside lists included."""
    found, waiting = _Targets(), [*given][::-1]
    while waiting:
        raw = waiting.pop()
        target = shaped(_Resource, raw)[0]
        if target.items and (_SEVERAL & {*map(bare_name, target.type)} or not target.source):
            waiting += reversed(target.items)
            continue
        found.pages += [page for source in target.source for page in _names(source)]
        found.pages += [target.id] if target.id and not target.source else []
        quotes, others = quotes_in(raw.get("selector"))
        found.quotes += quotes
        found.others += others
    return found


def _bodies(annotation: _Annotation) -> tuple[str, tuple[str, ...], list[LeftOut]]:
    """The text of the bodies, the tags among them, and the bodies that have neither."""
    texts, tags, left = [annotation.bodyValue], list[str](), list[LeftOut]()
    waiting = [*reversed(annotation.body)]
    while waiting:
        raw = waiting.pop()
        body = shaped(_Resource, raw)[0]
        if body.items:
            waiting += reversed(body.items)
        elif body.value:
            is_tag = bool({"tagging", "classifying"} & {*map(bare_name, body.purpose or annotation.motivation)})
            (tags if is_tag else texts).append(body.value)
        else:
            what = body.id or next((text for one in body.source for text in _names(one)), "") or "a body without text"
            left.append(LeftOut(short(what), "body that is no text"))
    return "\n\n".join(filter(None, texts)), tuple(dict.fromkeys(map(_one_line, tags))), left


def _names(given: Mapping[str, object]) -> tuple[str, ...]:
    found = shaped(_Resource, dict(given))[0]
    return tuple(filter(None, (found.id or found.name,)))


def _name(creator: Mapping[str, object]) -> str:
    found = shaped(_Resource, creator)[0]
    return found.name or found.id


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _summary(given: Mapping[str, JsonValue]) -> str:
    """An annotation as a list of what was left out names it."""
    return short(
        next((one for key in ("id", "@id") if isinstance(one := given.get(key), str)), "annotation without an id")
    )
