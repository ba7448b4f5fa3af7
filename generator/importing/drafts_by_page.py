"""Gathers annotations into drafts: one for each article that they name, or each page that they are about."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from generator.annotating.values import Value
from generator.importing.fitting_fields import fitting
from generator.importing.imported import Draft, ImportedAnnotation, LeftOut


@dataclass(frozen=True, slots=True)
class Found:
    """Annotations of one article or page; their `answers` count in these `annotations`."""

    address: str = ""
    article: str = ""
    annotations: tuple[ImportedAnnotation, ...] = ()
    left_out: tuple[LeftOut, ...] = ()
    notices: tuple[str, ...] = ()


def drafts_of(
    found: Iterable[Found],
    notices: Iterable[str] = (),
    speakers: Mapping[str, Mapping[str, Value]] | None = None,
) -> tuple[Draft, ...]:
    """A draft for each article and address, in the order of the file; the fields that don't fit the format are left
    out.

    The notices for the whole file are those of the first draft. Each draft has the speakers that it names.
    """
    gathered = dict[tuple[str, str], Draft]()
    for one in found:
        key = (one.article, "" if one.article else one.address)
        draft = gathered.get(key, Draft(article=one.article, address=one.address))
        gathered[key] = _with(draft, one)
    drafts = [replace(draft, speakers=_named_in(draft, speakers or {})) for draft in gathered.values()]
    if drafts:
        drafts[0] = replace(drafts[0], notices=(*dict.fromkeys(notices), *drafts[0].notices))
    return tuple(drafts)


def _with(draft: Draft, found: Found) -> Draft:
    """A draft with more annotations. One whose answered annotation is left out becomes a note, or is left out too."""
    kept, left = list(draft.annotations), [*draft.left_out, *found.left_out]
    places = dict[int, int]()
    for n, annotation in enumerate(found.annotations):
        fits, reasons = fitting(annotation)
        left += reasons
        if fits is None:
            continue
        places[n] = len(kept)
        kept.append(fits)
    for n, place in places.items():
        answers = found.annotations[n].answers
        if answers is not None:
            kept[place] = _answering(kept[place], places.get(answers))
    notices = (*draft.notices, *(one for one in found.notices if one not in draft.notices))
    return replace(draft, annotations=tuple(kept), left_out=tuple(left), notices=notices)


def _answering(annotation: ImportedAnnotation, place: int | None) -> ImportedAnnotation:
    if place is not None:
        return replace(annotation, answers=place)
    words = {key: value for key, value in annotation.fields.items() if key in ("quote", "note", "tags")}
    said = annotation.fields.get("statement")
    return ImportedAnnotation("notes", words | ({"note": said} if said and "note" not in words else {}), annotation.id)


def _named_in(draft: Draft, speakers: Mapping[str, Mapping[str, Value]]) -> dict[str, Mapping[str, Value]]:
    named = {id for one in draft.annotations for key in ("speaker", "via") for id in _ids(one.fields.get(key))}
    return {id: fields for id, fields in speakers.items() if id in named}


def _ids(value: Value | None) -> Iterable[str]:
    if isinstance(value, str):
        return (value,)
    return [one for one in value if isinstance(one, str)] if isinstance(value, list | tuple) else ()
