"""What an importer finds in a file: a draft that an editor checks, and all that it left out."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Literal

from generator.annotating.values import Value
from generator.importing.blocks import TextBlock
from generator.model import Registry, Settings


@dataclass(frozen=True, slots=True)
class ImportOptions:
    """What the editor says of a file, and what the importers need to know of the site.

    Empty texts are what the editor doesn't say. `today` becomes `captured`. `keep_all` leaves nothing out; `kept`
    are texts that would be left out and are not. `people` keeps the names of annotators.
    """

    today: dt.date
    settings: Settings
    registry: Registry
    date: str = ""
    url: str = ""
    publisher: str = ""
    language: str = ""
    keep_all: bool = False
    people: bool = False
    kept: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A piece of the file that is not in the draft: its text as found, its line (from 1; 0 where it has none), and
    why, as a noun: `breadcrumb`."""

    text: str
    why: str
    line: int = 0


@dataclass(frozen=True, slots=True)
class ImportedAnnotation:
    """An annotation: its group, and its fields as in a sidecar. `id` may be empty. `answers` is the annotation that a
    counter-point answers, by its place (from 0) in the list of annotations of the draft. `is_as_written` says that the
    quote stood in a sidecar, and so stays as it is."""

    group: Literal["claims", "counterpoints", "notes"]
    fields: Mapping[str, Value]
    id: str = ""
    answers: int | None = None
    is_as_written: bool = False


@dataclass(frozen=True, slots=True)
class Draft:
    """An article, or annotations of one.

    `front` is front matter in the documented shapes, without `draft` and `captured`; `blocks` is empty where only
    annotations were found. `speakers` are the fields of those whom no file describes yet, by the id that annotations
    name. `article` is the id of the article that the file names, if any; `address` is the web address of the page that
    the annotations are about. `notices` are sentences for the editor.
    """

    front: Mapping[str, Value] = field(default_factory=dict)
    blocks: tuple[TextBlock, ...] = ()
    annotations: tuple[ImportedAnnotation, ...] = ()
    speakers: Mapping[str, Mapping[str, Value]] = field(default_factory=dict)
    left_out: tuple[LeftOut, ...] = ()
    notices: tuple[str, ...] = ()
    article: str = ""
    address: str = ""


@dataclass(frozen=True, slots=True)
class NotImported:
    """Why nothing could be imported, and what to do, each a sentence; `line` and `column` from 1, 0 where unknown."""

    message: str
    step: str = ""
    line: int = 0
    column: int = 0


Importer = Callable[[bytes, ImportOptions], tuple[Draft, ...] | NotImported]
"""An importer: the drafts of a file, one for each article. Pure: the same bytes and options give the same drafts."""
