"""One part of an article as its readers see it, prepared for questions about its passages."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from generator.compiling.article import texts_of_parts
from generator.diagnostics import Location
from generator.formats.front_matter import read_front_matter
from generator.markdown.document import parse
from generator.markdown.passages import paragraphs_of
from generator.model import ArticleSource, Part
from generator.text import Normalized, Quotations, Span, normalized


@dataclass(frozen=True, slots=True)
class PartText:
    """The text of a part: normalized, with its quotations and the ranges of its paragraphs.

    All offsets are code points of `folded.source`, the projection in which quotes are anchored. Paragraphs are in order
    and don't overlap; between them is white space only.
    """

    part: Part
    folded: Normalized
    quotations: Quotations
    paragraphs: tuple[Span, ...]

    @property
    def text(self) -> str:
        return self.folded.source

    def words(self, span: Span) -> str:
        """The text of a range."""
        return self.text[span[0] : span[1]]

    def paragraphs_at(self, span: Span) -> range:
        """The numbers, from 0, of the paragraphs that a range touches."""
        touched = [n for n, (start, end) in enumerate(self.paragraphs) if start < span[1] and span[0] < end]
        return range(touched[0], touched[-1] + 1) if touched else range(0)


def part_text(part: Part, text: str, paragraphs: Sequence[Span] = ()) -> PartText:
    """Prepares the text of a part. Without paragraphs, all of it is one."""
    whole = ((0, len(text)),) if text.strip() else ()
    return PartText(part, normalized(text), Quotations(text), tuple(paragraphs) or whole)


def read_parts(source: ArticleSource) -> Mapping[Part, PartText] | None:
    """The parts of an article as a build projects them; None if its front matter is broken."""
    front = read_front_matter(source.text, source.path)
    if front.front is None:
        return None
    parsed = parse(front.body, source.path, lambda line, column: Location(source.path, line + 1, column + 1))
    texts = texts_of_parts(front.front, parsed)
    return {
        part: part_text(part, text, paragraphs_of(parsed) if part == "body" else ()) for part, text in texts.items()
    }
