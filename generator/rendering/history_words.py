"""Tells changes on pages: the sentences of the interface's language, with what was taken out and put in marked up."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from markupsafe import Markup, escape

from generator.comparing.change_lines import ChangeLine, change_lines
from generator.comparing.marked_text import MarkedPart
from generator.comparing.vocabulary import NameKind, Vocabulary
from generator.diagnostics import printable
from generator.i18n.catalog import Catalog
from generator.outputs.views import CommitView, HistoryView

_TAGS: Mapping[str, str] = {"value": "bdi", "removed": "del", "added": "ins"}


class ToldChange:
    """A sentence for a template: the id of what it is about (empty for the article), its label, and the sentence."""

    __slots__ = ("about", "label", "text")

    def __init__(self, about: str, label: str, text: Markup) -> None:
        self.about, self.label, self.text = about, label, text


def teller(words: Catalog) -> Callable[[CommitView, HistoryView], list[ToldChange]]:
    """The filter `commit|told(history)`: the sentences of a commit, each escaped."""

    def told(commit: CommitView, history: HistoryView) -> list[ToldChange]:
        names = dict(history.names)

        def name_of(kind: NameKind, id: str) -> str:
            return names.get(f"{kind} {id}", "")

        vocabulary = Vocabulary(words, history.verdicts, name_of)
        return [_told(line, overview=history.overview) for line in change_lines(commit.changes, vocabulary)]

    return told


def _told(line: ChangeLine, *, overview: bool) -> ToldChange:
    parts = line.told if overview else line.sentence
    is_rating = line.change.field == "verdict"
    marked = (_marked(part, is_rating=is_rating) for part in parts)
    return ToldChange(line.change.id, printable(line.label), Markup("").join(marked))


def _marked(part: MarkedPart, *, is_rating: bool) -> Markup:
    tag, text = _TAGS.get(part.kind, ""), escape(printable(part.text))
    if is_rating and tag:
        return Markup(f"<b><{tag}>{text}</{tag}></b>")
    return Markup(f"<{tag}>{text}</{tag}>") if tag else Markup(text)
