"""Imports a text as it was copied from a page: what is its title, date, picture and body, and what was copied along."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from generator.annotating.values import Value
from generator.diagnostics import short
from generator.importing.blocks import Inline, LineBreak, Paragraph
from generator.importing.file_text import FileKind, empty, file_text
from generator.importing.imported import Draft, ImportOptions, LeftOut, NotImported
from generator.importing.scraped_foot import read_foot
from generator.importing.scraped_head import Head, read_head
from generator.importing.scraped_lines import ScrapedLine, scraped_lines, verses
from generator.importing.scraped_signs import is_prose
from generator.yaml_text.document import decoded

_WORDS_OF_TITLE, _LONGEST_TITLE = 8, 60
_MOST_LINES = 20_000
"""Lines with anything in them."""
_TEXT = FileKind(
    "a text",
    2 * 2**20,
    "Open it in the program that shows it, copy the text of the article, and import that.",
    "Check that this is the right file, or import it in parts.",
)
"""A book has half as many bytes."""
_NO_TEXT = "Copy the whole article, with its title and its paragraphs."


def import_scraped_text(data: bytes, options: ImportOptions) -> tuple[Draft, ...] | NotImported:
    """The draft of the article that was copied (an `Importer`).

    What is left out is a site's own words, as far as they are known; whatever could be part of the text stays in it. A
    date is taken only where the text gives one that can be read in one way.
    """
    found = file_text(data, _TEXT)
    if isinstance(found, NotImported):
        return found
    lines = scraped_lines(decoded(found.text.encode(), "").text)
    if not lines:
        return empty(_TEXT)
    if len(lines) > _MOST_LINES:
        return NotImported(f"The text has {len(lines):,} lines, and {_MOST_LINES:,} are read at most.", _NO_TEXT)
    head = read_head(lines)
    start = max([-1, *head.taken, *head.out]) + 1
    out = {
        n: what
        for n, what in (read_foot(lines, start) | head.out).items()
        if n not in head.taken and not options.keep_all and lines[n].text not in options.kept
    }
    kept = [line for n, line in enumerate(lines) if n not in head.taken and n not in out]
    if not kept:
        return NotImported("There is no paragraph of an article in this text.", f"{_NO_TEXT} Or add `--keep-all`.")
    left_out = tuple(LeftOut(lines[n].text, out[n], lines[n].number) for n in sorted(out))
    blocks = tuple(Paragraph(_inside(some)) for some in verses(kept))
    front = _front(head, kept, options)
    notices = tuple(_notices(head, lines, options))
    return (Draft(front, blocks, left_out=left_out, notices=notices, address=options.url),)


def _inside(lines: Sequence[ScrapedLine]) -> tuple[Inline, ...]:
    return tuple(piece for n, line in enumerate(lines) for piece in ((LineBreak(),) if n else ()) + (line.text,))


def _front(head: Head, kept: Sequence[ScrapedLine], options: ImportOptions) -> dict[str, Value]:
    """The front matter, without keys that would be empty. What the editor says comes before what the text says."""
    picture = {"caption": head.caption, "credit": head.credit} if head.caption else {}
    front: dict[str, Value] = {
        "title": head.title or _first_words(kept),
        "subtitle": head.subtitle,
        "date": options.date or head.date,
        "publisher": options.publisher,
        "authors": list(head.authors),
        "section": list(head.section),
        "url": options.url,
        "language": options.language,
        "image": {key: text for key, text in picture.items() if text},
    }
    given = {key: value for key, value in front.items() if value}
    return {key: value[0] if isinstance(value, list) and len(value) == 1 else value for key, value in given.items()}


def _first_words(kept: Sequence[ScrapedLine]) -> str:
    line = kept[0].text
    words = line.split()
    is_short = len(words) <= _WORDS_OF_TITLE and len(line) <= _LONGEST_TITLE and not is_prose(line)
    return line if is_short else f"{' '.join(words[:_WORDS_OF_TITLE])[:_LONGEST_TITLE]} …"


def _notices(head: Head, lines: Sequence[ScrapedLine], options: ImportOptions) -> Iterator[str]:
    if not head.title:
        yield "No line of the text is certainly its title, so the title is its first words: write the right one."
    for n, what in head.taken.items():
        if what in {"date", "byline"}:
            yield f"Line {lines[n].number}, “{short(lines[n].text)}”, is the {what}."
    if options.date and head.date and options.date[:10] != head.date:
        yield f"The text gives the date {head.date}, and you say {options.date}: yours is written."
    if head.unclear_date and not head.date:
        yield f"The date “{short(head.unclear_date)}” can be read in two ways."
