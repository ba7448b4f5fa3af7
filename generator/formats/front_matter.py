"""The front matter of an article or an ordinary page, parted from the text below it; knows no Markdown."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Annotated, Literal, TypeVar

from pydantic import AfterValidator, BeforeValidator, Field, WithJsonSchema, model_validator

from generator.diagnostics import Diagnostic, Location, Paste
from generator.formats.fields import (
    Archived,
    Entry,
    FieldError,
    FullDate,
    ImagePath,
    Language,
    Moment,
    Prose,
    ProseList,
    Switch,
    Url,
    archived_parts,
    as_list,
)
from generator.formats.validation import validate
from generator.model import Correction, Direction, FrontMatter, Image
from generator.urls import article_id_problem, unicode_normal_form
from generator.yaml_text.document import at_most, control_characters, decoded, read_text
from generator.yaml_text.tree import CONTROL, Locations, YamlText, in_quotes

_LISTED = frozenset({"authors", "section", "tags", "aliases"})
_FENCE = re.compile(r"---[ \t]*")


@dataclass(frozen=True, slots=True)
class Front:
    """An article read so far. `front` is None where it could not be read; `body` has `\\n` line ends.

    `body_line` is the number of the body's first line in the file. `locations` is keyed by path: `title`, `tags/0`,
    `image/src`.
    """

    front: FrontMatter | None
    body: str
    body_line: int
    diagnostics: tuple[Diagnostic, ...] = ()
    locations: Mapping[str, Location] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class PageFrontMatter:
    """What an ordinary page says of itself."""

    title: str
    summary: str = ""
    language: str = ""
    direction: Direction | Literal[""] = ""
    draft: bool = False
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PageFront:
    """An ordinary page read so far; the fields are those of `Front`."""

    front: PageFrontMatter | None
    body: str
    body_line: int
    diagnostics: tuple[Diagnostic, ...] = ()
    locations: Mapping[str, Location] = field(default_factory=dict)


# ── what may stand in it ─────────────────────────────────────────────────────────────────────────────────────────


def former_id(text: str) -> str:
    """An id that an article or page had: its path without the ending."""
    problem = article_id_problem(text)
    if not problem:
        return unicode_normal_form("NFC", text)
    near = text.strip("/").removeprefix("articles/").removesuffix(".html").removesuffix(".md")
    near = near if near != text and not article_id_problem(near) else ""
    raise FieldError(
        "wrong-id",
        f"“{text}” can't have been the id of an article or page: {problem}.",
        step=f"write `{near}`" if near else "write its path without the ending: `2015/amnesty-syria`",
        mended=near,
    )


_FormerId = Annotated[str, AfterValidator(former_id), WithJsonSchema({"type": ["string", "number"]})]
FormerIds = Annotated[list[_FormerId], BeforeValidator(as_list, json_schema_input_type=_FormerId | list[_FormerId])]


class CorrectionEntry(Entry):
    date: FullDate = Field(description="The day of the correction.")
    text: Prose = Field(description="What was corrected, in a sentence.")
    url: Url = Field(default="", description="Where the outlet says so.")


class ImageEntry(Entry):
    src: ImagePath = Field(default="", description="The path of the picture, as seen from this file.")
    alt: Prose = Field(default="", description="What can be seen, for those who can't see it.")
    caption: Prose = Field(default="", description="The caption as it was published.")
    credit: Prose = Field(default="", description="Whose picture it is.")

    @model_validator(mode="after")
    def _shows_something(self) -> ImageEntry:
        if not self.src and not self.caption:
            step = "add `src: …` or `caption: …`"
            raise FieldError("missing-key", "An image has a file or at least a caption.", step=step)
        return self


class PageEntry(Entry):
    """The front matter of an ordinary page."""

    title: Prose = Field(description="The title.")
    summary: Prose = Field(default="", description="One or two sentences for lists and search engines.")
    language: Language = Field(default="", description="The language of the text (BCP 47), where it isn't the site's.")
    direction: Literal["ltr", "rtl"] | None = Field(
        default=None, description="The direction of the script, where the language doesn't tell."
    )
    draft: Switch = Field(default=False, description="true: left out of a public build.")
    aliases: FormerIds = Field(default_factory=list, description="Former ids: they lead on to this one.")


class ArticleEntry(PageEntry):
    """The front matter of an article."""

    title: Prose = Field(description="The title as it was published.")
    date: Moment = Field(description="The day of publication, or day and time with its zone.")
    publisher: Prose = Field(default="", description="Who published it: the id of a speaker, or a name.")
    authors: ProseList = Field(default_factory=list, description="Who wrote it.")
    section: ProseList = Field(default_factory=list, description="The section or sections it stood in.")
    tags: ProseList = Field(default_factory=list, description="What it is about, in the archive's words.")
    url: Url = Field(default="", description="The original address.")
    archived: Archived | None = Field(default=None, description="An archived copy: its address, or {url, date}.")
    captured: FullDate = Field(default="", description="The day the text was taken.")
    corrections: list[CorrectionEntry] = Field(default_factory=list, description="What the outlet later corrected.")
    subtitle: Prose = Field(default="", description="The line below the title.")
    updated: Moment = Field(default="", description="When the outlet last changed it.")
    rights: Prose = Field(default="", description="On what terms the text is shown.")
    image: ImageEntry | None = Field(default=None, description="The picture: {src, alt, caption, credit}.")
    text: Literal["full", "passages"] = Field(
        default="full", description="passages: only the paragraphs that hold a passage are published."
    )


# ── reading ──────────────────────────────────────────────────────────────────────────────────────────────────────


def read_front_matter(data: bytes, path: str) -> Front:
    """The front matter and the body of an article's file."""
    split = _split(data, path, _ARTICLE_START)
    entry, found, locations = _validated(split, ArticleEntry, "an article")
    front = _front_matter(entry) if entry else None
    return Front(front, split.body, split.body_line, tuple(at_most([*split.diagnostics, *found])), locations)


def read_page_front_matter(data: bytes, path: str) -> PageFront:
    """The front matter and the text of an ordinary page."""
    split = _split(data, path, _PAGE_START)
    entry, found, locations = _validated(split, PageEntry, "a page")
    front = _page_front_matter(entry) if entry else None
    return PageFront(front, split.body, split.body_line, tuple(at_most([*split.diagnostics, *found])), locations)


_ARTICLE_START = ("---", "title: {title}", "date: 2015-12-23", "---", "")
_PAGE_START = ("---", "title: {title}", "---", "")


@dataclass(frozen=True, slots=True)
class _Split:
    """A file parted at its fences. `yaml` is None where there is no front matter to read."""

    yaml: YamlText | None
    body: str
    body_line: int
    diagnostics: tuple[Diagnostic, ...] = ()


def _split(data: bytes, path: str, start: tuple[str, ...]) -> _Split:
    text, problem = decoded(data, path)
    if problem:
        return _Split(None, "", 1, (problem,))
    lines = text.split("\n")
    if not _FENCE.fullmatch(lines[0]):
        return _Split(None, text, 1, (_no_front_matter(path, lines, start),))
    end = next((i for i in range(1, len(lines)) if _FENCE.fullmatch(lines[i]) or lines[i].rstrip() == "..."), 0)
    if not end:
        return _Split(None, "", len(lines) + 1, (_not_closed(path, lines),))
    yaml = YamlText(path, "\n".join([*lines[1:end], ""]), 2)
    body = YamlText(path, "\n".join(lines[end + 1 :]), end + 2)
    controls = tuple(control_characters(body)) if not body.text.isprintable() else ()
    # What a browser, a feed and a data file each read in another way must not get into any of them.
    return _Split(yaml, CONTROL.sub("\ufffd", body.text) if controls else body.text, end + 2, controls)


M = TypeVar("M", bound=PageEntry)


def _validated(split: _Split, model: type[M], what: str) -> tuple[M | None, list[Diagnostic], Mapping[str, Location]]:
    if split.yaml is None:
        return None, [], {}
    document = read_text(split.yaml)
    found = list(document.diagnostics)
    if document.broken and document.root is None:
        return None, found, {}
    entry, problems = validate(document.text, document.root, model, what)
    found += document.trusted(problems)
    locations = Locations(document.text, [("", None, document.root)] if document.root else [], _LISTED)
    return (None if document.broken else entry), found, locations


def _front_matter(entry: ArticleEntry) -> FrontMatter:
    archived, archived_date = archived_parts(entry.archived)
    image = entry.image
    return FrontMatter(
        title=entry.title,
        date=entry.date,
        publisher=entry.publisher,
        authors=tuple(entry.authors),
        section=tuple(entry.section),
        tags=tuple(entry.tags),
        url=entry.url,
        archived=archived,
        archived_date=archived_date,
        captured=entry.captured,
        corrections=tuple(Correction(c.date, c.text, c.url) for c in entry.corrections),
        language=entry.language,
        direction=entry.direction or "",
        summary=entry.summary,
        subtitle=entry.subtitle,
        updated=entry.updated,
        rights=entry.rights,
        draft=entry.draft,
        aliases=tuple(entry.aliases),
        image=Image(image.src, image.alt, image.caption, image.credit) if image else None,
        text=entry.text,
    )


def _page_front_matter(entry: PageEntry) -> PageFrontMatter:
    return PageFrontMatter(
        entry.title, entry.summary, entry.language, entry.direction or "", entry.draft, tuple(entry.aliases)
    )


def _no_front_matter(path: str, lines: list[str], start: tuple[str, ...]) -> Diagnostic:
    heading = next((line for line in lines if line.strip()), "")
    title = re.sub(r"^#+\s*|\s*#*\s*$", "", heading)[:120].strip()
    shown = CONTROL.sub(" ", title) or "The title as it was published"
    pasted = tuple(line.format(title=in_quotes(shown)) if "{" in line else line for line in start)
    return Diagnostic.of(
        "front-matter-missing",
        Location(path),
        "The file doesn't begin with its front matter, between two lines `---`.",
        step="put this at the very beginning, with the right title" + (" and date" if len(start) > 4 else ""),
        paste=Paste(1, 0, pasted),
    )


def _not_closed(path: str, lines: list[str]) -> Diagnostic:
    last = _last_key_line(lines)
    return Diagnostic.of(
        "front-matter-open",
        Location(path),
        "The front matter begins here and is not closed: a second line `---` is missing.",
        step=f"put it behind the last key, in line {last + 2}",
        paste=Paste(last + 2, last + 1, ("---",)),
    )


def _last_key_line(lines: list[str]) -> int:
    """The index of the last line that looks like front matter: keys, and what is indented or listed below them."""
    last = 0
    for i, line in enumerate(lines[1:], 1):
        if re.match(r"[A-Za-z_][\w-]*:(\s|$)|\s+\S|- ", line):
            last = i
        elif not line.startswith("#") and (line.strip() or last):
            break
    return last
