"""Gathers annotations into drafts: one for each article that they name, or each page that they are about."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from generator.annotating.values import Value
from generator.diagnostics import short
from generator.importing.answer_order import in_order_of_answers
from generator.importing.fitting_fields import fitting, fitting_speaker
from generator.importing.imported import Draft, ImportedAnnotation, LeftOut, NotImported
from generator.urls import article_id_problem


@dataclass(frozen=True, slots=True)
class PageFindings:
    """Annotations of one article or page; their `answers` count in these `annotations`."""

    address: str = ""
    article: str = ""
    annotations: tuple[ImportedAnnotation, ...] = ()
    left_out: tuple[LeftOut, ...] = ()
    notices: tuple[str, ...] = ()


def drafts_of(
    found: Iterable[PageFindings],
    notices: Iterable[str] = (),
    speakers: Mapping[str, Mapping[str, Value]] | None = None,
) -> tuple[Draft, ...] | NotImported:
    """A draft for each article and address that has an annotation, in the order of the file.

    Fields that don't fit the format are left out. The first draft has the notices for the whole file, and what was left
    out of pages without an annotation. Each has the speakers that it names.
    """
    gathered = dict[tuple[str, str], _Gathered]()
    for one in map(_with_usable_article, found):
        key = (one.article, "" if one.article else one.address)
        gathered.setdefault(key, _Gathered()).add(one)
    all_drafts = [one.draft(*key) for key, one in gathered.items()]
    full = [draft for draft in all_drafts if draft.annotations]
    rest = tuple(left for draft in all_drafts if not draft.annotations for left in draft.left_out)
    if not full:
        return _nothing(rest)
    drafts = [_finished(draft, speakers or {}) for draft in full]
    first = drafts[0]
    notices = (*dict.fromkeys(notices), *first.notices)
    return (replace(first, notices=notices, left_out=(*first.left_out, *rest)), *drafts[1:])


def _nothing(left: tuple[LeftOut, ...]) -> NotImported:
    last = left[-1] if left else None
    example = f" ({last.why}: {short(last.text)})" if last else ""
    return NotImported(
        f"No annotation of the file has words that can be imported{example}.",
        "Choose a file whose annotations have a quote or a text.",
        last.line if last else 0,
    )


def _with_usable_article(found: PageFindings) -> PageFindings:
    """What was found, without an article whose id can be none: it may be a whole text, or lead out of the folder."""
    if not found.article or not article_id_problem(found.article):
        return found
    left = LeftOut(found.article, "name of an article that can't be an id")
    return replace(found, article="", left_out=(*found.left_out, left))


@dataclass(slots=True)
class _Gathered:
    """What becomes one draft."""

    annotations: list[ImportedAnnotation] = field(default_factory=list)
    left_out: list[LeftOut] = field(default_factory=list)
    notices: dict[str, None] = field(default_factory=dict)

    def add(self, found: PageFindings) -> None:
        """Adds annotations, whose answers then count in all that were added."""
        self.left_out += found.left_out
        self.notices |= dict.fromkeys(found.notices)
        places = dict[int, int]()
        for n, annotation in enumerate(found.annotations):
            fits, reasons = fitting(annotation)
            self.left_out += reasons
            if fits is not None:
                places[n] = len(self.annotations)
                self.annotations.append(fits)
        for n, place in places.items():
            answers = found.annotations[n].answers
            if answers is not None:
                self.annotations[place] = replace(self.annotations[place], answers=places.get(answers))

    def draft(self, article: str, address: str) -> Draft:
        """The draft of all that was added."""
        return Draft(
            annotations=tuple(self.annotations),
            left_out=tuple(self.left_out),
            notices=tuple(self.notices),
            article=article,
            address=address,
        )


def _finished(draft: Draft, speakers: Mapping[str, Mapping[str, Value]]) -> Draft:
    annotations, left = in_order_of_answers(draft.annotations)
    ordered = replace(draft, annotations=annotations, left_out=(*draft.left_out, *left))
    described, reasons = dict[str, Mapping[str, Value]](), list[LeftOut]()
    for id, fields in _named_in(ordered, speakers).items():
        fits, others = fitting_speaker(id, fields)
        described |= {id: fits} if fits else {}
        reasons += others
    return replace(ordered, speakers=described, left_out=(*ordered.left_out, *reasons))


def _named_in(draft: Draft, speakers: Mapping[str, Mapping[str, Value]]) -> dict[str, Mapping[str, Value]]:
    named = {id for one in draft.annotations for key in ("speaker", "via") for id in _ids(one.fields.get(key))}
    return {id: fields for id, fields in speakers.items() if id in named}


def _ids(value: Value | None) -> Iterable[str]:
    if isinstance(value, str):
        return (value,)
    return [one for one in value if isinstance(one, str)] if isinstance(value, list | tuple) else ()
