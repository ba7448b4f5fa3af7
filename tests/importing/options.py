"""What the importers are given in tests: a small site with speakers, verdicts and a coding scheme."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace

from generator.annotating.annotations import NewAnnotation, add_annotation
from generator.annotating.edit import Edit
from generator.annotating.shared_entries import add_speaker
from generator.formats.settings import BUILT_IN_VERDICTS
from generator.formats.sidecar import read_sidecar
from generator.importing.imported import Draft, ImportOptions, NotImported
from generator.importing.placing import with_ids
from generator.model import CodeKey, CodeValue, Registry, Settings, Speaker

SETTINGS = Settings(
    "A site",
    verdicts=BUILT_IN_VERDICTS,
    codes=(
        CodeKey("frame", (CodeValue("conflict"), CodeValue("human-interest"))),
        CodeKey("rhetoric", (CodeValue("irony"), CodeValue("threat")), several=True),
        CodeKey("named", (CodeValue("true"), CodeValue("false"))),
    ),
)
OPTIONS = ImportOptions(
    dt.date(2026, 11, 27),
    SETTINGS,
    Registry({"harbour": Speaker("harbour", "Harbour Board", also=("Board of the Harbour",))}),
)
WITH_PEOPLE = replace(OPTIONS, people=True)


def drafts(read: tuple[Draft, ...] | NotImported) -> tuple[Draft, ...]:
    assert not isinstance(read, NotImported), read
    return read


def one_draft(read: tuple[Draft, ...] | NotImported) -> Draft:
    (draft,) = drafts(read)
    return draft


def sidecar_of(draft: Draft) -> bytes:
    """The sidecar that the annotations and speakers of a draft make, one entry after another."""
    data = b""
    named = with_ids(draft.annotations, ())
    for id, fields in draft.speakers.items():
        data = _done(add_speaker(data, "a.yaml", id, fields, in_sidecar=True), data)
    for one in named:
        answers = named[one.answers].id if one.answers is not None else ""
        data = _done(add_annotation(data, "a.yaml", NewAnnotation(one.id, one.group, one.fields, answers), {}), data)
    return data


def _done(edit: object, before: bytes) -> bytes:
    assert isinstance(edit, Edit), edit
    assert edit.before == before
    return edit.after


def problems_of(data: bytes) -> Sequence[str]:
    """The errors of a sidecar."""
    return [one.message for one in read_sidecar(data, "a.yaml", "2026/a").diagnostics if one.severity == "error"]
