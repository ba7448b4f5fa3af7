"""Lines of a body that were copied along with an article and say again what its front matter says (title, section,
date, authors, caption), or what a site sets around all its articles ("Share this article").

Whole short blocks only, and only where it is certain: a false alarm would have a writer delete a text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import groupby

from generator.compiling.body_blocks import BodyBlock
from generator.compiling.page_words import LONGEST_WORDS, folded_line, is_of_a_program, is_of_the_page
from generator.diagnostics import Diagnostic, Location, Paste, short
from generator.formats.dates import date_in_words, with_plain_digits
from generator.model import FrontMatter
from generator.values import Immutable

_FIRST, _LAST = 6, 10
"""Blocks at the beginning and at the end that are compared with the front matter."""
_LONGEST_LINE = 400
"""Characters of a line of a site's own words, with the addresses of its links."""
_LONGEST, _LONGEST_DATE, _LONGEST_REST = 600, 80, 60
"""Characters of a block that is compared, of a date with its time, of what follows a site's own words at the end."""
_LONGEST_BYLINE, _LONGEST_BEGIN = 200, 50
"""Characters of a line of authors, and of a beginning in which a block's first word is looked for."""
_MOST_PARTS = 8
_STEPS = re.compile(r"\s*[/>›»|→·•]+\s*")
_LINK = re.compile(r"\[([^\[\]]*)\]\([^()\s]*\)")
_MARKDOWN = re.compile(r"^ {0,3}#{1,6}[ \t]+|[ \t]+#+[ \t]*$|[*_`]+|\\(?=[^\w\s])")
_SIGNED = re.compile(r"[\[#*_`\\]")
"""The signs without which a line has neither a link nor Markdown to take away."""
_HOME = frozenset("home start startseite accueil inicio início главная головна الرئيسية خانه 首页 ホーム 홈".split())
_TIME = re.compile(
    r"\b[0-9]{1,2}[:.h][0-9]{2}(?::[0-9]{2})?(?:\s?[ap]\.?m\b\.?)?|\b[0-9]{1,2}\s?[ap]\.?m\b\.?", re.IGNORECASE
)
_ZONE = re.compile(r"\b(?:GMT|UTC|CET|CEST|EST|EDT|ET|PST|PDT|BST|MSK|IST|Uhr|Z)\b(?:\s?[+-]\s?[0-9:]{1,5})?")
_NUMBERS = re.compile(r"\b([0-9]{1,4})[./-]([0-9]{1,2})[./-]([0-9]{1,4})\b")
_OF_DATES = re.compile(
    r"\b(?:published|posted|updated|last updated|last modified|created|on|at|date|veröffentlicht|aktualisiert|am|um"
    r"|publié|mis à jour|le|à|publicado|actualizado|atualizado|em|el|a las|às|pubblicato|aggiornato|il|alle|ore"
    r"|опубликовано|обновлено|в|data publikacji|opublikowano|gepubliceerd|op|om|نشر|تاريخ النشر|yayınlanma"
    r"|güncelleme)\b",
    re.IGNORECASE,
)
_BY = re.compile(
    r"^(?:by|von|par|por|di|da|door|av|od|autor|author|автор|текст|text|بقلم|کاتب|作者|文)\s*:?\s+", re.IGNORECASE
)
_CREDIT = re.compile(
    r"^(?:photos?|image|picture|fotos?|photograph|bild|crédit photo|фото|credit|source)\s*:?\s+(?:by\s+)?",
    re.IGNORECASE,
)
_WORD = re.compile(r"[^\W_]+")
_ADDRESS = re.compile(r"<?(?:https?://|www\.)\S+>?")
_NOT_PART = "is not part of the article"
_ENDS = frozenset('.!?…”"’»。')
_EMPTY = frozenset({"&nbsp;", "&#160;", "\u00a0", ""})
_SITE = re.compile(r"\s+[-–—|•·]\s+([^-–—|]{2,40})$")


class _Found(Immutable):
    """A block that is no part of the text, and what it is for a message."""

    block: BodyBlock
    what: str


def copied_along(front: FrontMatter, blocks: Sequence[BodyBlock], path: str, first_line: int) -> Iterator[Diagnostic]:
    """A warning for each run of such blocks. The body begins at `first_line` of the file `path`."""
    matter = _Matter(front)
    found: dict[int, str] = {}
    for n, block in enumerate(blocks):
        if block.kind != "text" or sum(map(len, block.lines)) > _LONGEST:
            continue
        text = _plain(block)
        if text in _EMPTY:
            found[n] = "is an empty paragraph"
            continue
        of_page = _is_of_the_page(block)
        is_outside = n < _FIRST or n >= len(blocks) - _LAST
        of_program = n in (0, len(blocks) - 1) and is_of_a_program(text)
        if of_program or (of_page and (is_outside or not block.lines[0].lstrip().startswith("#"))):
            found[n] = _NOT_PART
        elif n < _FIRST and matter.is_byline_with_office(block.lines):
            found[n] = "repeats the author"
        elif matter.is_something_else(text):
            continue
        elif (n < _FIRST and (what := matter.repeated(text, n))) or (
            n >= len(blocks) - _LAST and (what := matter.repeated_below(text))
        ):
            found[n] = what
    _add_rest(blocks, found)
    if len(found) == len(blocks):  # then it may be all of the text
        return
    if blocks and len(blocks) - 1 not in found:
        yield from _last_line(blocks[-1], path, first_line)
    for _, run in groupby(enumerate(sorted(found)), key=lambda pair: pair[1] - pair[0]):
        yield _problem([_Found(blocks[n], found[n]) for _, n in run], blocks, path, first_line)


def _last_line(block: BodyBlock, path: str, first_line: int) -> Iterator[Diagnostic]:
    """The warning for words of a program in the last line of a paragraph."""
    *above, last = block.lines
    if block.kind == "text" and above and is_of_a_program(last):
        n = first_line + block.first + len(above)
        yield Diagnostic.of(
            "copied-along",
            Location(path, n, 1),
            f"“{short(last)}” {_NOT_PART}.",
            step=f"Remove line {n}, unless the article itself has it there.",
            paste=Paste(n, n, ()),
        )


def _add_rest(blocks: Sequence[BodyBlock], found: dict[int, str]) -> None:
    """Adds the short lines that follow a site's own words at the end, and addresses between them."""
    start = max(0, len(blocks) - _LAST)
    anchors = [n for n in range(start, len(blocks)) if n in found and found[n] == _NOT_PART]
    if not anchors:
        return
    for n in anchors[:1]:
        rest = range(n + 1, len(blocks))
        if all(m in found or _is_short_rest(blocks[m]) for m in rest):
            found.update({m: _NOT_PART for m in rest if m not in found})
    before = anchors[0] - 1
    while before >= start and before > 0 and _ADDRESS.fullmatch(_plain(blocks[before])):
        found[before] = _NOT_PART
        before -= 1
    if before + 1 < anchors[0] and before > 0 and _plain(blocks[before]).endswith(":"):  # it announces the addresses
        found[before] = _NOT_PART


def _is_of_the_page(block: BodyBlock) -> bool:
    """Whether a block is a site's own words, perhaps with further short lines below them."""
    first, *rest = block.lines
    if len(first) > _LONGEST_LINE or any(len(line) > _LONGEST_LINE for line in rest):
        return False
    line = _LINK.sub(r"\1", first)
    if "#" not in line and len(line.strip()) - sum(map(line.count, "*_`\\")) > LONGEST_WORDS:
        return False  # too long even without its Markdown, which takes longer to take away
    of_page = is_of_the_page(_MARKDOWN.sub("", line).strip())
    return of_page and all(is_of_the_page(line.strip()) or _is_short(line.strip()) for line in rest)


def _is_short_rest(block: BodyBlock) -> bool:
    return len(block.lines) == 1 and _is_short(_plain(block))


def _is_short(text: str) -> bool:
    return 0 < len(text) <= _LONGEST_REST and text[-1] not in _ENDS


def _plain(block: BodyBlock) -> str:
    """The words of a block without its Markdown; empty for a long one, which is never compared."""
    if sum(map(len, block.lines)) > _LONGEST:
        return ""
    rows = block.lines[:-1] if len(block.lines) > 1 and not block.lines[-1].strip(" =-") else block.lines
    lines = " ".join(line.strip() for line in rows)
    if not _SIGNED.search(lines):
        return lines.strip()
    return _MARKDOWN.sub("", _LINK.sub(r"\1", lines)).strip()


def _problem(run: Sequence[_Found], blocks: Sequence[BodyBlock], path: str, first_line: int) -> Diagnostic:
    begin, end = run[0].block.first, run[-1].block.end
    after = next((block.first for block in blocks if block.first >= end), end)
    is_last = after == end
    first, last = first_line + begin, first_line + (end if is_last else after) - 1
    if len(run) == 1:
        message = f"“{short(_plain(run[0].block))}” {run[0].what}."
    else:
        message = f"{len(run)} paragraphs were copied along with the article, and are not part of its text."
    details = () if len(run) == 1 else tuple(f"“{short(_plain(one.block))}” {one.what}" for one in run)
    lines = f"line {first}" if first == last else f"lines {first} to {last}"
    step = f"Remove {lines}, unless the article itself has {'it' if len(run) == 1 else 'them'} there."
    at = Location(path, first, 1)
    return Diagnostic.of("copied-along", at, message, details=details, step=step, paste=Paste(first, last, ()))


class _Matter:
    """What a line of the body may repeat of the front matter."""

    def __init__(self, front: FrontMatter) -> None:
        self._front = front
        self._title = folded_line(front.title)
        self._subtitle = folded_line(front.subtitle)
        self._section = frozenset(map(folded_line, front.section))
        self._authors = frozenset(map(folded_line, front.authors))
        caption, credit = (front.image.caption, front.image.credit) if front.image else ("", "")
        self._caption, self._credit = folded_line(caption), folded_line(credit)
        known = (self._title, self._subtitle, self._caption, self._credit)
        self._first_words = {words.partition(" ")[0] for words in known}

    def repeated(self, text: str, n: int) -> str:
        """What the block number `n` repeats, as a message says it; empty if nothing."""
        words = folded_line(text)
        if not words:
            return ""
        if words == self._title or self._is_title_with_site(text):
            return "repeats the title"
        if self._subtitle and words == self._subtitle:
            return "repeats the subtitle"
        if self._is_path(text):
            return "repeats the section"
        if n < _FIRST - 1 and self._is_date(text):
            return "repeats the date"
        if self._authors and self._is_byline(text):
            return "repeats the author"
        return self.repeated_below(text)

    def repeated_below(self, text: str) -> str:
        """What a block repeats that may also be below the text."""
        words = folded_line(text)
        if not words:
            return ""
        if self._caption and words in {self._caption, f"{self._caption} {self._credit}".strip()}:
            return "repeats the caption"
        if self._credit and folded_line(_CREDIT.sub("", text)) == self._credit:
            return "repeats the credit of the image"
        return ""

    def is_something_else(self, text: str) -> bool:
        """Whether a long block begins with another word than all that it might repeat, as nearly every one does. So
        most need not be folded and compared."""
        if len(text) <= _LONGEST_BYLINE or _CREDIT.match(text):
            return False
        begin = text[:_LONGEST_BEGIN].casefold()
        first = _WORD.search(begin)
        return first is not None and first.end() < len(begin) and first[0] not in self._first_words

    def _is_title_with_site(self, text: str) -> bool:
        """Whether a block is the title as browsers show it, with the name of the outlet: `A title - Press TV`."""
        site = _SITE.search(text)
        if not site or folded_line(text[: site.start()]) != self._title:
            return False
        name = folded_line(site[1]).replace(" ", "")
        publisher = folded_line(self._front.publisher).replace(" ", "")
        host = folded_line(self._front.url.partition("://")[2].partition("/")[0]).split(" ")
        return any(one in name for one in (publisher, *host) if len(one) > 3) or (len(name) > 3 and name in publisher)

    def _is_path(self, text: str) -> bool:
        """Whether a block is the path to the article's section: `News / Russia`, `Home > News`."""
        parts = [folded_line(part) for part in _STEPS.split(text[:_LONGEST_DATE]) if part.strip()]
        if not self._section or not 0 < len(parts) <= _MOST_PARTS or len(text) > _LONGEST_DATE:
            return False
        known = self._section | _HOME | {self._title}
        return bool(self._section & set(parts)) and all(part in known for part in parts)

    def is_byline_with_office(self, lines: Sequence[str]) -> bool:
        """Whether a block is the authors, and what they are for the outlet on a line below."""
        if len(lines) != 2 or not self._authors or not _BY.match(lines[0].strip()):
            return False
        return self._is_byline(lines[0].strip()) and _is_short(lines[1].strip())

    def _is_byline(self, text: str) -> bool:
        bare = _BY.sub("", text[:_LONGEST_BYLINE])
        names = re.split(r"\s*(?:,|;|&|\band\b|\bund\b|\bet\b|\by\b|\be\b|\bи\b)\s*", bare)
        folded = [folded_line(name) for name in names if name.strip()]
        return bool(folded) and len(text) <= _LONGEST_BYLINE and all(name in self._authors for name in folded)

    def _is_date(self, text: str) -> bool:
        """Whether a block is the day of publication, perhaps with its weekday, time and zone, and nothing else."""
        year, day = self._front.date[:4], self._front.date[:10]
        if len(text) > _LONGEST_DATE or not any(map(str.isdigit, text)):
            return False
        plain = with_plain_digits(text)
        if year not in plain:
            return False
        if numbers := _NUMBERS.search(plain):
            left = folded_line(without_time(f"{plain[: numbers.start()]} {plain[numbers.end() :]}"))
            return not left and sorted(map(int, numbers.groups())) == sorted(map(int, day.split("-")))
        bare = " ".join(re.sub(r"[|()\[\]【】:;•·–—-]|[讯訊电電]", " ", without_time(plain)).split())
        return date_in_words(bare) == day


def without_time(text: str) -> str:
    """A text without the time of a day, its zone, and words such as “Published”."""
    return _OF_DATES.sub(" ", _ZONE.sub(" ", _TIME.sub(" ", text)))
