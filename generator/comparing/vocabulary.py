"""What the plain values of changes are called in one language: labels, names, dates. Knows no sentences."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from itertools import islice
from typing import Literal

from generator.comparing.plain_values import TRUE, FieldValue, TextRecord
from generator.i18n.catalog import Catalog
from generator.i18n.overrides import worded_verdict
from generator.model import EDITORS, OUTLET, Verdict
from generator.values import Immutable

NameKind = Literal["speaker", "source", "annotation"]
NameOf = Callable[[NameKind, str], str]
"""Gives the name of a speaker or a source by its id, or of an annotation by its reference; empty if it knows none."""

MOST_LISTED = 50
"""Items of a list that are named in a sentence (law 16)."""
_DATES = frozenset({"date", "said", "reviewed", "captured", "updated", "archived_date", "withdrawn_date"})
_SWITCHES = frozenset({"draft", "retold"})
_BY_LANGUAGE = frozenset({"titles", "names"})
_VOICES = frozenset({"publisher", "organization"})


def no_name(_kind: NameKind, _id: str) -> str:
    """A `NameOf` that knows no names."""
    return ""


class Vocabulary(Immutable):
    """The words of a language, the site's verdicts, and a function that looks names up."""

    words: Catalog
    verdicts: tuple[Verdict, ...] = ()
    name_of: NameOf = no_name

    def verdict(self, key: str) -> str:
        """The label of a verdict; the key itself if the site has no such verdict."""
        labels = (worded_verdict(verdict, self.words).label for verdict in self.verdicts if verdict.key == key)
        return next(labels, "") or key

    def voice(self, id: str, otherwise: str = "") -> str:
        """The name of a speaker; `otherwise` is the description of an unnamed one, or a name the files give it."""
        if id in (OUTLET, EDITORS):
            return self.words.word(f"voice.{id}")
        return otherwise or self.name_of("speaker", id) or id

    def annotation(self, reference: str) -> str:
        """The name of an annotation: of this article by its bare id, of another as `article#id`."""
        return self.name_of("annotation", reference) or reference

    def source(self, record: TextRecord) -> str:
        """The title or address of a source with its locator; `record` as in `annotation_values`."""
        id, locator, *described = record
        name = (self.name_of("source", id) or id) if id else next(filter(None, described), "")
        return self._listed([name, locator])

    def label(self, field: str) -> str:
        """The name of a field of an annotation, a speaker or an article."""
        key = f"history.field.{field}"
        return self.words.word(key) if key in self.words else field

    def shown(self, field: str, value: FieldValue) -> str:
        """A value of a field as readers are shown it; empty if there is none."""
        if field == "annotated":
            return self._completion(value)
        if not isinstance(value, str):
            return self.listing(self._item(field, record) for record in value)
        return self._single(field, value)

    def listing(self, texts: Iterable[str]) -> str:
        """A list as the language writes it, of the texts that are not empty; `…` for those after the first 50."""
        items = list(islice(filter(None, texts), MOST_LISTED + 1))
        return self.words.listing([*items[:MOST_LISTED], *(["…"] if len(items) > MOST_LISTED else [])])

    def as_written(self, value: FieldValue) -> str:
        """A value as the file has it, for one that readers are shown like another."""
        return value if isinstance(value, str) else self._listed(self._listed(record) for record in value)

    def _single(self, field: str, text: str) -> str:
        if field in _SWITCHES:
            return self.words.word("history.yes" if text else "history.no")
        if field in _DATES:
            return self.words.date(text)
        if not text:
            return ""
        if field == "language":
            return self.words.language_name(text)
        if field in _VOICES:
            return self.voice(text)
        key = f"{field}.{text}"
        return self.words.word(key) if field in ("mode", "kind") and key in self.words else text

    def _completion(self, value: FieldValue) -> str:
        if isinstance(value, str) or not value or value == ((TRUE,),):
            return self.words.word("history.yes" if value else "history.no")
        day, *people = value[0]
        return self._listed([self.words.date(day) if day else "", *people])

    def _item(self, field: str, record: TextRecord) -> str:
        if field in _BY_LANGUAGE and all(record):
            language, text = record
            return self.words.word("punctuation.label", label=self.words.language_name(language), what=text)
        return self._listed(record)

    def _listed(self, texts: Iterable[str]) -> str:
        return self.words.word("punctuation.comma").join(filter(None, texts))
