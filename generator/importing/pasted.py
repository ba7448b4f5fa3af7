"""A paste of a browser, which has a text twice, plain and with its markup: reads both, and lets each correct the other.

The markup knows quotations, headings and links; the plain text is what tells a breadcrumb or a byline by its words.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from generator.annotating.values import Value
from generator.importing.blocks import Paragraph, TextBlock
from generator.importing.flat_text import plain_paragraphs
from generator.importing.html_choice import line_key
from generator.importing.html_page import import_html
from generator.importing.imported import Draft, ImportOptions, LeftOut, NotImported
from generator.importing.scraped_signs import is_prose
from generator.importing.scraped_text import import_scraped_text

_LOOKED_AHEAD = 20_000
"""Letters of the marked-up text in which a line of the plain one is looked for, from the line before it on."""
_MOST_MISSING = 3
"""One of so many letters of the sentences may be missing in the markup; where more are, it is another text."""


def import_paste(markup: str, text: str, options: ImportOptions) -> tuple[Draft, ...] | NotImported:
    """The draft of a paste, whose `markup` may be empty.

    The markup is taken where it can be read and has the text; otherwise the plain text, and a notice says so. What the
    plain text tells to be a site's own words, or facts about the article, is then not in the body either. Every line of
    the plain text is in the body, among the facts, or left out.
    """
    plain = import_scraped_text(text.encode(), options) if text.strip() else _NOTHING
    if not markup.strip():
        return plain
    rich = import_html(markup.encode(), options)
    if isinstance(rich, NotImported):
        return _without_markup(plain, rich.message) if text.strip() else rich
    told = Draft() if isinstance(plain, NotImported) else plain[0]
    lines = tuple(filter(None, (" ".join(line.split()) for line in text.splitlines())))
    joined = _joined(rich[0], told, lines, options)
    return _without_markup(plain, "It has only a part of the text.") if joined is None else (joined,)


_NOTHING = NotImported("There is no text to import.", "Copy the whole article, with its title and its paragraphs.")


def _without_markup(plain: tuple[Draft, ...] | NotImported, why: str) -> tuple[Draft, ...] | NotImported:
    if isinstance(plain, NotImported):
        return plain
    notice = f"The markup of the paste is not used, and its plain text is: links and emphasis are lost. {why}"
    return tuple(replace(one, notices=(notice, *one.notices)) for one in plain)


@dataclass(frozen=True, slots=True)
class _Plain:
    """What the plain text tells of its lines, by their letters: which are left out, and which are facts."""

    out: Mapping[str, LeftOut]
    facts: frozenset[str]


def _joined(rich: Draft, plain: Draft, lines: Sequence[str], options: ImportOptions) -> Draft | None:
    """The draft of the markup, corrected by that of the plain text; None where it lacks too much of the text."""
    facts = _facts(rich.front, plain.front)
    told = _Plain({line_key(one.text): one for one in plain.left_out}, _fact_lines(plain, facts, lines))
    blocks: list[TextBlock] = []
    out: list[LeftOut] = [_with_reason(one, told.out) for one in rich.left_out]
    for block in rich.blocks:
        keys = [line_key(one) for one in plain_paragraphs((block,))]
        if all(key in told.facts for key in keys):
            continue
        if all(key in told.out for key in keys):
            out += [told.out[key] for key in keys]
        else:
            blocks.append(block)
    missing = tuple(_missing(rich, facts, told, lines))
    if not blocks or _prose_in(missing) * _MOST_MISSING > _prose_in(lines):
        return None
    out += [LeftOut(line, "not in the markup of the paste") for line in missing]
    taken = [one.text for one in out if options.keep_all or one.text in options.kept]
    out = sorted((one for one in out if one.text not in taken), key=lambda one: (not one.line, one.line))
    blocks = _with_lines(blocks, taken, lines)
    of_facts = tuple(one for one in plain.notices if not one.startswith("No line of the text is certainly"))
    kept = tuple(one for one in rich.notices if not one.startswith(("The page says no ", "Check the ")))
    return replace(rich, front=facts, blocks=tuple(blocks), left_out=tuple(out), notices=(*of_facts, *kept))


def _with_lines(blocks: Sequence[TextBlock], taken: Iterable[str], lines: Sequence[str]) -> list[TextBlock]:
    """The blocks, and each line that is taken in where the plain text has it; at the end where that doesn't."""
    places: dict[str, int] = {}
    for n, line in enumerate(lines):
        places.setdefault(line_key(line), n)
    placed: list[tuple[int, TextBlock]] = []
    last = -1
    for block in blocks:
        last = max([last, *(places.get(line_key(one), -1) for one in plain_paragraphs((block,))[:1])])
        placed.append((last, block))
    placed += [(places.get(line_key(line), len(lines)), Paragraph((line,))) for line in taken]
    return [block for _, block in sorted(placed, key=lambda one: one[0])]


def _with_reason(one: LeftOut, known: Mapping[str, LeftOut]) -> LeftOut:
    """What was left out of the markup, with the better reason of the plain text. Lines of the markup are
    not those that an editor sees."""
    better = known.get(line_key(one.text))
    return LeftOut(one.text, better.why, better.line) if better else LeftOut(one.text, one.why)


def _facts(rich: Mapping[str, Value], plain: Mapping[str, Value]) -> dict[str, Value]:
    """What the markup says, and what only the plain text says; a title of the one is no subtitle of the other."""
    said = {line_key(one) for one in _texts(rich.values())}
    more = {key: one for key, one in plain.items() if key not in rich and line_key(str(one)) not in said}
    return {**more, **rich}


def _fact_lines(plain: Draft, facts: Mapping[str, Value], lines: Sequence[str]) -> frozenset[str]:
    """The lines, by their letters, that are neither body nor left out, as far as the facts say what they say."""
    body = {line_key(line) for one in plain_paragraphs(plain.blocks) for line in one.split("\n")}
    body |= {line_key(one.text) for one in plain.left_out}
    same = {key: value for key, value in plain.front.items() if facts.get(key) == value}
    said = {line_key(one) for one in _texts(same.values())}
    authors = [line_key(one) for one in _texts([same.get("authors", "")])]
    year = str(same.get("date", "????"))[:4]
    found = set[str]()
    for line in lines:
        key = line_key(line)
        names_authors = bool(authors) and all(one in key for one in authors)
        if key and key not in body and (key in said or names_authors or year in key):
            found.add(key)
    return frozenset(found)


def _texts(values: Iterable[Value]) -> Iterator[str]:
    for value in values:
        if isinstance(value, str) and value:
            yield value
        elif isinstance(value, Mapping):
            yield from _texts(value.values())
            yield " ".join(map(str, value.values()))  # a caption and its credit are one line
        elif isinstance(value, Sequence) and not isinstance(value, str):
            yield from _texts(value)


def _prose_in(lines: Iterable[str]) -> int:
    """The length of the lines that are sentences: those of menus say nothing of what is an article."""
    return sum(len(line) for line in lines if is_prose(line))


def _missing(rich: Draft, facts: Mapping[str, Value], told: _Plain, lines: Sequence[str]) -> Iterator[str]:
    """The lines of the plain text that the markup doesn't have: neither alone nor as a part, as cells of a row are."""
    paragraphs = [line_key(one) for one in plain_paragraphs(rich.blocks)]
    known = {*paragraphs, *map(line_key, _texts(facts.values())), *told.facts}
    known |= {line_key(line) for one in rich.left_out for line in (one.text, *one.text.split("\n"))}
    whole, at = "".join(paragraphs), 0
    for line in lines:
        key = line_key(line)
        if not key:
            continue
        place = whole.find(key, at, at + _LOOKED_AHEAD + len(key))
        if place >= 0:
            at = place + len(key)
        elif key not in known:
            yield line
