"""Splits an article or an ordinary page into front matter and body, and reads the front matter. Knows no Markdown."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Literal, TypeVar

from msgspec import field
from pydantic import AfterValidator, BeforeValidator, Field, WithJsonSchema, model_validator

from generator.diagnostics import Diagnostic, Location
from generator.formats.fields import (
    BY_SHAPE,
    MAPPING_TAG,
    TEXT_TAG,
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
    full_date,
)
from generator.formats.front_matter_edges import closes, is_fence, no_front_matter, not_closed
from generator.formats.joined_texts import People, Topics
from generator.formats.model_shapes import SwitchField
from generator.formats.validation import validate
from generator.model import Completion, Correction, Direction, FrontMatter, Image
from generator.urls import article_id_problem, unicode_normal_form
from generator.values import Immutable
from generator.yaml_text.control_signs import on_one_line
from generator.yaml_text.document import Document, at_most, control_characters, decoded, read_text
from generator.yaml_text.merge_markers import merge_problems
from generator.yaml_text.structure import restructured
from generator.yaml_text.tree import Locations, Node, YamlText, in_flow

_LISTED = frozenset({"authors", "section", "tags", "aliases"})


class Front(Immutable):
    """An article split into front matter and body. `front` is None where it is invalid; `body` has `\\n` line ends.

    `body_line` is the line of the file on which the body begins (from 1). `locations` is keyed by path: `title`,
    `tags/0`, `image/src`.
    """

    front: FrontMatter | None
    body: str
    body_line: int
    diagnostics: tuple[Diagnostic, ...] = ()
    locations: Mapping[str, Location] = field(default_factory=dict)


class PageFrontMatter(Immutable):
    """The front matter of an ordinary page. An absent value is empty."""

    title: str
    summary: str = ""
    language: str = ""
    direction: Direction | Literal[""] = ""
    draft: bool = False
    aliases: tuple[str, ...] = ()


class PageFront(Immutable):
    """An ordinary page split into front matter and body; the fields are as in `Front`."""

    front: PageFrontMatter | None
    body: str
    body_line: int
    diagnostics: tuple[Diagnostic, ...] = ()
    locations: Mapping[str, Location] = field(default_factory=dict)


# ── the models ───────────────────────────────────────────────────────────────────────────────────────────────────────


def former_id(text: str) -> str:
    """Returns a former id of an article or page (a path without the ending) in NFC. Raises `FieldError` otherwise."""
    problem = article_id_problem(text)
    if not problem:
        return unicode_normal_form("NFC", text)
    near = text.strip("/").removeprefix("articles/").removesuffix(".html").removesuffix(".md")
    near = near if near != text and not article_id_problem(near) else ""
    raise FieldError(
        "wrong-id",
        f"“{text}” cannot be a former id of an article or page: {problem}.",
        step=f"Write `{near}`." if near else "Write its path without the ending, as in `2015/amnesty-syria`.",
        mended=near,
    )


_FormerId = Annotated[str, AfterValidator(former_id), WithJsonSchema({"type": ["string", "number"]})]
FormerIds = Annotated[list[_FormerId], BeforeValidator(as_list, json_schema_input_type=_FormerId | list[_FormerId])]


class CorrectionEntry(Entry):
    """A correction that the outlet published."""

    date: FullDate = Field(description="The day of the correction.")
    text: Prose = Field(description="What was corrected, in a sentence.")
    url: Url = Field(default="", description="The address of the correction.")


def completed(text: str) -> str:
    """Returns the day on which the annotation was complete, or `true` or `false` for the words that mean so.

    Raises `FieldError` for any other text.
    """
    if text.casefold() in _SWITCHED:
        return _SWITCHED[text.casefold()]
    day, by, name = text.partition(" by ")
    if by and name.strip():
        mended = f"{{date: {full_date(day.strip())}, by: {in_flow(name.strip())}}}"
        raise FieldError("wrong-date", "A name cannot follow the date here.", step=f"Write `{mended}`.", as_yaml=mended)
    return full_date(text)


_SWITCHED = {**dict.fromkeys(("true", "yes", "on"), "true"), **dict.fromkeys(("false", "no", "off"), "false")}
_CompletedDay = Annotated[
    str, AfterValidator(completed), SwitchField(), WithJsonSchema({"type": ["string", "boolean"]})
]


class CompletionEntry(Entry):
    """A statement that the annotation is complete."""

    date: FullDate = Field(default="", description="The day on which it was.")
    by: ProseList = Field(default_factory=list, description="Who says so: a name, or a list of names.")

    @model_validator(mode="after")
    def _says_something(self) -> CompletionEntry:
        if not self.date and not self.by:
            step = "Add `date: …` or `by: …`."
            raise FieldError("missing-key", "`annotated` has neither `date` nor `by`.", step=step)
        return self


Completed = Annotated[Annotated[_CompletedDay, TEXT_TAG] | Annotated[CompletionEntry, MAPPING_TAG], BY_SHAPE]


class ImageEntry(Entry):
    """The lead image of an article, or at least its caption."""

    src: ImagePath = Field(default="", description="The path of the image, relative to this file.")
    alt: Prose = Field(default="", description="A description for readers who cannot see the image.")
    caption: Prose = Field(default="", description="The caption as it was published.")
    credit: Prose = Field(default="", description="Who owns the image.")

    @model_validator(mode="after")
    def _shows_something(self) -> ImageEntry:
        if not self.src and not self.caption:
            step = "Add `src: …` or `caption: …`."
            raise FieldError("missing-key", "The image has neither `src` nor `caption`.", step=step)
        return self


class PageEntry(Entry):
    """The front matter of an ordinary page."""

    title: Prose = Field(description="The title.")
    summary: Prose = Field(default="", description="One or two sentences for lists and search engines.")
    language: Language = Field(
        default="", description="The language of the text (BCP 47), if it differs from the site's."
    )
    direction: Literal["ltr", "rtl"] | None = Field(
        default=None, description="The direction of the script, if the language does not determine it."
    )
    draft: Switch = Field(default=False, description="true: not published.")
    aliases: FormerIds = Field(default_factory=list, description="Former ids, which redirect to this page.")


class ArticleEntry(PageEntry):
    """The front matter of an article."""

    title: Prose = Field(description="The title as it was published.")
    date: Moment = Field(description="The date of publication, or date and time with its time zone.")
    publisher: Prose = Field(default="", description="The publisher: the id of a speaker, or a name.")
    authors: People = Field(default_factory=list, description="The authors.")
    section: Topics = Field(default_factory=list, description="The section or sections in which it appeared.")
    tags: Topics = Field(default_factory=list, description="The topics, in the archive's own terms.")
    url: Url = Field(default="", description="The original address.")
    archived: Archived | None = Field(default=None, description="An archived copy: its address, or {url, date}.")
    captured: FullDate = Field(default="", description="The date on which the text was copied.")
    corrections: list[CorrectionEntry] = Field(
        default_factory=list, description="Corrections that the outlet published."
    )
    subtitle: Prose = Field(default="", description="The line below the title.")
    updated: Moment = Field(default="", description="When the outlet last changed it.")
    rights: Prose = Field(default="", description="The terms under which the text is republished.")
    image: ImageEntry | None = Field(default=None, description="The image: {src, alt, caption, credit}.")
    titles: dict[Language, Prose] = Field(default_factory=dict, description="The title in other languages: {en: …}.")
    retold: Switch = Field(
        default=False, description="true: the text is the archive's own retelling, published nowhere else."
    )
    text: Literal["full", "passages"] = Field(
        default="full", description="passages: publish only the paragraphs that contain a quote."
    )
    annotated: Completed | None = Field(
        default=None, description="The day on which the annotation was complete, or {date, by}. Left out: it isn't."
    )


# ── reading ──────────────────────────────────────────────────────────────────────────────────────────────────────────


def read_front_matter(data: bytes, path: str) -> Front:
    """Reads an article's file. Problems become diagnostics of the result; never raises."""
    split = _split(data, path, _ARTICLE_START)
    entry, problems, locations = _validated(split, ArticleEntry, "an article")
    front = _front_matter(entry) if entry else None
    return Front(front, split.body, split.body_line, tuple(at_most([*split.diagnostics, *problems])), locations)


def read_page_front_matter(data: bytes, path: str) -> PageFront:
    """Reads an ordinary page's file. Problems become diagnostics of the result; never raises."""
    split = _split(data, path, _PAGE_START)
    entry, problems, locations = _validated(split, PageEntry, "a page")
    front = _page_front_matter(entry) if entry else None
    return PageFront(front, split.body, split.body_line, tuple(at_most([*split.diagnostics, *problems])), locations)


def front_matter_document(data: bytes, path: str) -> tuple[Document, str]:
    """The YAML of the front matter of an article or a page, with its problems, and the body. Never raises."""
    split = _split(data, path, _PAGE_START)
    if split.yaml is None:
        return Document(YamlText(path, ""), None, split.diagnostics, broken=True), split.body
    return read_text(split.yaml), split.body


_OWN_KEYS = frozenset(ArticleEntry.model_fields)
_ARTICLE_START = ("---", "title: {title}", "date: {date}", "---", "")
_PAGE_START = ("---", "title: {title}", "---", "")


class _Split(Immutable):
    """A file split at its `---` lines. `yaml` is None where there is no front matter to read."""

    yaml: YamlText | None
    body: str
    body_line: int
    diagnostics: tuple[Diagnostic, ...] = ()


def _split(data: bytes, path: str, start: tuple[str, ...]) -> _Split:
    text, problem, leftovers = decoded(data, path)
    if problem:
        return _Split(None, "", 1, (problem,))
    if merges := merge_problems(text, path, in_yaml=False):
        return _Split(None, "", 1, tuple(merges))
    lines = text.split("\n")
    if not is_fence(lines[0]):
        return _Split(None, text, 1, (*leftovers, no_front_matter(path, lines, start, _OWN_KEYS)))
    end = next((i for i in range(1, len(lines)) if closes(lines[i])), 0)
    if not end or not (is_fence(lines[end]) or lines[end].rstrip() == "..."):
        return _Split(None, "", len(lines) + 1, (*leftovers, not_closed(path, lines, end)))
    yaml = YamlText(path, "\n".join([*lines[1:end], ""]), 2)
    body = YamlText(path, "\n".join(lines[end + 1 :]), end + 2)
    controls = tuple(control_characters(body, in_yaml=False)) if not body.text.isprintable() else ()
    # Browsers, feeds and data files treat control characters differently, so none of them gets any.
    return _Split(yaml, on_one_line(body.text) if controls else body.text, end + 2, (*leftovers, *controls))


M = TypeVar("M", bound=PageEntry)


def _validated(split: _Split, model: type[M], what: str) -> tuple[M | None, list[Diagnostic], Mapping[str, Location]]:
    if split.yaml is None:
        return None, [], {}

    def judge(text: YamlText, root: Node | None) -> list[Diagnostic]:
        return validate(text, root, model, what)[1]

    document = read_text(split.yaml, judge)
    if document.broken and document.root is None:
        return None, list(document.diagnostics), {}
    entry, invalid = validate(document.text, document.root, model, what)
    if better := restructured(document, invalid, judge):
        document, (entry, invalid) = better, validate(better.text, better.root, model, what)
    problems = [*document.diagnostics, *document.trusted(invalid)]
    locations = Locations(document.text, [("", None, document.root)] if document.root else [], _LISTED)
    return (None if document.broken else entry), problems, locations


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
        titles=tuple(entry.titles.items()),
        retold=entry.retold,
        annotated=_completion(entry.annotated),
    )


def _completion(written: str | CompletionEntry | None) -> Completion | None:
    if isinstance(written, CompletionEntry):
        return Completion(written.date, tuple(written.by))
    return Completion("" if written == "true" else written) if written and written != "false" else None


def _page_front_matter(entry: PageEntry) -> PageFrontMatter:
    return PageFrontMatter(
        entry.title, entry.summary, entry.language, entry.direction or "", entry.draft, tuple(entry.aliases)
    )
