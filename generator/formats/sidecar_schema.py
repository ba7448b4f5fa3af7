"""The pydantic models of a sidecar: claims, counter-points, notes and the types of their fields. Knows no YAML file."""

from __future__ import annotations

import re
from typing import Annotated, ClassVar, Literal

from pydantic import (
    AfterValidator,
    BeforeValidator,
    Field,
    StringConstraints,
    ValidationInfo,
    WithJsonSchema,
    model_validator,
)

from generator.diagnostics import short
from generator.formats.citations import citations, refuse_title_with_address
from generator.formats.dates import day_named, machine_form
from generator.formats.fields import (
    BY_SHAPE,
    ID_SCHEMA,
    MAPPING_TAG,
    TEXT_TAG,
    Aliases,
    DayOrTime,
    Entry,
    FieldError,
    FullDate,
    Id,
    Language,
    Prose,
    ProseField,
    ProseList,
    Reference,
    as_list,
    day_or_time,
    full_date,
    identifier,
    partial_date,
    web_address,
)
from generator.formats.joined_texts import Topics
from generator.formats.near_dates import beginning_with_date
from generator.formats.registry import LocalRoleEntry, SourceEntry, SpeakerEntry
from generator.model import Part, Relation, is_id
from generator.text import normalize_text
from generator.yaml_text.markdown_links import as_source
from generator.yaml_text.tree import in_flow

# The parts of the texts below: (date, occasion), (day, reason) and (id or address, locator).
SAID = re.compile(r"([0-9][^,\s]*)\s*(?:,\s*(\S.*))?", re.DOTALL)
DATED = re.compile(r"(\S+)\s+(\S.*)", re.DOTALL)
CITED = re.compile(r"(\S+)(?:\s+(\S.*))?", re.DOTALL)

# ── types of values ──────────────────────────────────────────────────────────────────────────────────────────────────


def said(text: str, article_day: str = "") -> str:
    """Returns a text such as `2015-12-23, ministry briefing` (partial date, comma, occasion), with the date as a day.

    Raises `FieldError` for any other text; `article_day` is the article's own date, from which `on Wednesday` counts.
    """
    date, comma, occasion = text.partition(",")
    if not text[:1].isdigit() and not _YEAR.search(text) and (near := day_named(date, article_day)):
        raise FieldError(
            "wrong-date",
            f"“{short(date)}” is not a date in the form `2015-12-23`.",
            step=f"Write `{near}`, which is that day for an article of {article_day}.",
            mended=f"{near}{comma}{occasion}",
        )
    if (written := machine_form(date.strip())) and not written.is_bare:
        return f"{partial_date(date.strip())}{comma}{occasion}"
    match = SAID.fullmatch(text)
    if not match and (near := _only_date(text)):
        raise FieldError(
            "wrong-date",
            f"“{short(text)}” does not begin with a date in the form `2015-12-23`.",
            step=f"Write `{near}`.",
            mended=near,
        )
    _refuse_other_date(text, match[1] if match else text.partition(" ")[0], ", ")
    if not match:
        day, _, rest = text.partition(" ")
        near = f"{day}, {rest.lstrip(' -–—:(').rstrip(')')}" if rest and _is_date(day) else ""
        raise FieldError(
            "wrong-date",
            f"“{short(text)}” does not begin with a date."
            if not near
            else "A comma is missing between date and occasion.",
            step=f"Write `{near}`."
            if near
            else "Write the date and, if known, the occasion, as in `2015-12-23, briefing`.",
            mended=near,
        )
    day = partial_date(match[1])
    return f"{day}{text[match.end(1) :]}"


_YEAR = re.compile(r"\d{4}")


def _only_date(text: str) -> str:
    """The date in ISO form that a text is in another form; empty where it is none, or more follows."""
    near, rest = beginning_with_date(text)
    return near if not rest.strip(".") else ""


def _said_in_article(text: str, known: ValidationInfo) -> str:
    return said(text, (known.context or {}).get("day", ""))


def _refuse_other_date(text: str, first: str, joint: str) -> None:
    """Raises `FieldError` where a text begins with a date in another form, with the text to write instead.

    `first` is its first word; `joint` joins the date and what follows, without which the date is all that is wrong.
    """
    if _is_date(first):
        return
    parts = beginning_with_date(text)
    if all(parts):
        near = joint.join(parts)
        message = f"“{short(text)}” does not begin with a date in the form `2015-12-23`."
        raise FieldError("wrong-date", message, step=f"Write `{near}`.", mended=near)


def _is_date(text: str) -> bool:
    try:
        return bool(partial_date(text))
    except FieldError:
        return False


def withdrawn(text: str) -> str:
    """Returns a text such as `2016-03-01 Misread the report.` (date, space, reason), with the date as a day.

    Raises `FieldError` for any other text.
    """
    match = DATED.fullmatch(text)
    day = (match[1] if match else text).rstrip(",:;")
    expected = "Write the date and the reason, as in `2016-03-01 Misread the report.`."
    _refuse_other_date(text, day, " ")
    if not day[:1].isdigit():
        raise FieldError("wrong-date", "`withdrawn` must begin with a date.", step=expected)
    plain_day = full_date(day)
    if not match:
        raise FieldError("missing-key", "`withdrawn` must give a reason after the date.", step=expected)
    if day != match[1]:
        near = f"{day} {match[2]}"
        raise FieldError(
            "wrong-date",
            "The date in `withdrawn` must be followed by a space only.",
            step=f"Write `{near}`.",
            mended=near,
        )
    return f"{plain_day} {match[2]}"


def cited(text: str) -> str:
    """Returns the id of a source, or an address, with an optional locator after a space, unchanged; or any other text:
    `generator.checks` knows the sources, and which of them a title means.

    Raises `FieldError` for an address that is wrong.
    """
    name, space, locator = text.partition(" ")
    if text.startswith("[") and (written := as_source(text)):
        message = f"“{short(text)}” is a link of Markdown, but a source is an id, an address or a title."
        raise FieldError("wrong-address", message, step="Write its title and its address.", as_yaml=written)
    if is_id(name):
        identifier(name)
    elif _ADDRESS_LIKE.match(name):
        try:
            web_address(name)
        except FieldError as problem:
            mended = problem.mended and f"{problem.mended}{space}{locator}"
            raise FieldError(problem.code, problem.message, step=problem.step, mended=mended) from None
    refuse_title_with_address(text)
    return text


_ADDRESS_LIKE = re.compile(r"[a-z][a-z0-9+.-]*:|//|<[a-z]+:|www\.", re.IGNORECASE)


def not_empty_when_folded(text: str) -> str:
    """Returns a quote unchanged. Raises `FieldError` where normalization, as in the search for it, leaves nothing."""
    if text.isascii() or normalize_text(text):
        return text
    raise FieldError(
        "quote-empty",
        "This quote contains only invisible characters.",
        step="Copy the words from the article again.",
    )


_TEXT_SCHEMA = WithJsonSchema({"type": ["string", "number", "boolean"]})
QuoteText = Annotated[Prose, AfterValidator(not_empty_when_folded)]
Context = Annotated[str, StringConstraints(strip_whitespace=False), ProseField(), _TEXT_SCHEMA]
"""The words beside a quote. A space at an end counts, and one that leaves nothing when folded is as if left out."""
_SAID_SCHEMA = WithJsonSchema({"type": ["string", "integer"]})
Said = Annotated[str, AfterValidator(_said_in_article), ProseField(lambda text: "," in text), _SAID_SCHEMA]
Withdrawn = Annotated[str, AfterValidator(withdrawn), ProseField(), WithJsonSchema({"type": "string"})]
CitedText = Annotated[str, AfterValidator(cited), ProseField(lambda text: " " in text), _TEXT_SCHEMA]
References = Annotated[list[Reference], BeforeValidator(as_list, json_schema_input_type=Reference | list[Reference])]


def voice(text: str) -> str:
    """Returns the id of a speaker, `outlet` or `editors`, or a name, unchanged: `generator.checks` knows who is meant.

    Raises `FieldError` for the description of an unnamed speaker, and for a text that is too long for a name.
    """
    if is_id(text) or len(text) > _LONGEST_NAME:
        return identifier(text)
    described = _UNNAMED.match(text)
    words = text[described.end() :] if described else text if _DESCRIBED.match(text) else ""
    if words:
        mended = f"{{unnamed: {in_flow(words)}}}"
        raise FieldError(
            "wrong-id",
            f"“{short(text)}” describes a speaker, but is neither an id nor `{{unnamed: …}}`.",
            step=f"Write `{mended}` for a speaker whom the outlet does not name.",
            as_yaml=mended,
        )
    return text


_LONGEST_NAME = 200
_UNNAMED = re.compile(r"unnamed(?: ?[:=] ?| +[-–—] +)(?=\S)", re.IGNORECASE)
_DESCRIBED = re.compile(
    r"(?:an?|some|several|many|unnamed|unidentified|anonymous|une?|des|eine?|einige|unos|unas|algunos) +\S"
)


class UnnamedEntry(Entry):
    """A speaker whom the outlet does not name."""

    @model_validator(mode="before")
    @classmethod
    def _is_nobody_with_a_name(cls, given: object) -> object:
        """Refuses a mapping that names a speaker."""
        if not isinstance(given, dict) or "unnamed" in given or not {"id", "name"} & given.keys():
            return given
        known = given.get("id") or given["name"] if given.keys() <= {"id", "name"} else ""
        raise FieldError(
            "wrong-shape",
            "A speaker with a name is written as an id alone; its name is where the speaker is described.",
            step=f"Write `{short(known)}`{'.' if 'id' in given else ', or better the id of the speaker.'}"
            if isinstance(known, str) and known
            else "Write the id of the speaker, and describe it under `speakers:` here or in `content/speakers.yaml`.",
            as_yaml=in_flow(known) if isinstance(known, str) and known and "\n" not in known else "",
        )

    unnamed: Prose = Field(description="The outlet's description, as in: a senior official.")


# Only the syntax: `generator.checks` compares the verdict with the vocabulary and suggests the nearest.
VerdictKey = Annotated[str, Field(min_length=1), ProseField(lambda _: False), ID_SCHEMA]
VoiceId = Annotated[str, AfterValidator(voice), ID_SCHEMA]
VoiceField = Annotated[Annotated[VoiceId, TEXT_TAG] | Annotated[UnnamedEntry, MAPPING_TAG], BY_SHAPE]
Voices = Annotated[list[VoiceField], BeforeValidator(as_list, json_schema_input_type=VoiceField | list[VoiceField])]


class QuoteEntry(Entry):
    """A passage: exact words with their context, or a range."""

    exact: QuoteText = Field(default="", description="The words, exactly as in the article.")
    prefix: Context = Field(default="", description="The words directly before them; a space at the end counts.")
    suffix: Context = Field(default="", description="The words directly after them; a space at the beginning counts.")
    times: int = Field(default=1, ge=1, description="The number of places where they occur, all of which are meant.")
    start: QuoteText = Field(default="", alias="from", description="The words at the beginning of the passage.")
    end: QuoteText = Field(default="", alias="to", description="The words at the end of the passage.")
    part: Part = Field(default="body", alias="in", description="title, subtitle, caption or body.")

    @model_validator(mode="before")
    @classmethod
    def _has_no_numbers(cls, given: object) -> object:
        """Refuses a quote whose place is counted in characters."""
        if not isinstance(given, dict):
            return given
        counted = [key for key, value in given.items() if key in _COUNTED and str(value).strip().isdecimal()]
        words = next((given[key] for key in _WORDS_OF_QUOTE if isinstance(given.get(key), str)), "")
        if not counted or not words:
            return given
        kept = {key: value for key, value in given.items() if key not in (*counted, *_WORDS_OF_QUOTE)}
        is_alone = not kept and "\n" not in words
        raise FieldError(
            "quote-form",
            "A quote is found by its words, and not by the numbers of characters.",
            step="Write the words alone."
            if is_alone
            else f"Remove {' and '.join(f'`{key}`' for key in counted)}, and write the words under `exact`.",
            as_yaml=in_flow(words) if is_alone else "",
        )

    @model_validator(mode="after")
    def _one_way(self) -> QuoteEntry:
        step = "Write either `exact` (with `prefix`, `suffix`, `times` as needed), or `from` and `to`."
        is_range = bool(self.start or self.end)
        if not is_range and not self.exact:
            raise FieldError("quote-form", "This quote has neither `exact` nor a range.", step=step)
        mixed = [name for name in ("exact", "prefix", "suffix", "times") if name in self.model_fields_set]
        if is_range and mixed:
            raise FieldError(
                "quote-form", f"`{mixed[0]}` cannot be combined with the range `from` … `to`.", step=step, at=mixed[0]
            )
        if is_range and not (self.start and self.end):
            there, missing = ("from", "to") if self.start else ("to", "from")
            raise FieldError("quote-form", f"A range with `{there}` also needs `{missing}`.", step=step, at=there)
        return self


_COUNTED = frozenset({"start", "end", "from", "to", "offset", "length", "position"})
_WORDS_OF_QUOTE = ("exact", "text", "quote", "words")

Quote = Annotated[Annotated[QuoteText, TEXT_TAG] | Annotated[QuoteEntry, MAPPING_TAG], BY_SHAPE]
Quotes = Annotated[list[Quote], BeforeValidator(as_list, json_schema_input_type=Quote | list[Quote])]
Cited = Annotated[Annotated[CitedText, TEXT_TAG] | Annotated[SourceEntry, MAPPING_TAG], BY_SHAPE]
Citations = Annotated[list[Cited], BeforeValidator(citations, json_schema_input_type=list[Cited])]


def judgements(updates: object) -> object:
    """Returns a mapping by dates unchanged. Raises `FieldError` for a text or a list, and where two keys are one date,
    written differently."""
    if isinstance(updates, str | list):
        pairs = list(map(_dated, updates if isinstance(updates, list) else [updates]))
        lines = [f"{day}: {in_flow(text)}" for day, text in pairs]
        is_sure = bool(pairs) and all(all(pair) for pair in pairs) and len({day for day, _ in pairs}) == len(pairs)
        raise FieldError(
            "wrong-shape",
            "`updates` must give each change a date as its key.",
            step="Write each on a line of its own, as in `2016-02-24: Was unverified before.`.",
            as_yaml="\n".join(["", *lines] if isinstance(updates, str) else lines) if is_sure else "",
        )
    first: dict[str, str] = {}
    for key in updates if isinstance(updates, dict) else ():
        try:
            day = day_or_time(key)
        except FieldError:
            continue  # reported with its own place
        if day in first:
            raise FieldError(
                "yaml-duplicate-key",
                f"“{first[day]}” and “{key}” are the same date.",
                step="Write both texts in a list below one of the two.",
                at=key,
            )
        first[day] = key
    return updates


def _dated(update: object) -> tuple[str, str]:
    """The day and the text of a change that is not written as `day: text`; either may be empty."""
    if isinstance(update, dict) and len(update) == 1:
        (day, text), *_ = update.items()
        if isinstance(day, str) and isinstance(text, str) and not _is_day(day):  # `2016-02-24 The annex: it is there`
            day, _, words = day.strip().partition(" ")
            text = f"{words}: {text}"
    elif isinstance(update, dict) and len(update) == 2 and "date" in update:
        day, text = update["date"], next(text for key, text in update.items() if key != "date")
    elif isinstance(update, str):
        day, _, text = update.strip().partition(" ")
        day = day.rstrip(",:;")
    else:
        return "", ""
    return (day, text.lstrip(" -–—")) if isinstance(text, str) and isinstance(day, str) and _is_day(day) else ("", "")


def _is_day(text: str) -> bool:
    try:
        return bool(full_date(text))
    except FieldError:
        return False


Updates = Annotated[dict[DayOrTime, ProseList], BeforeValidator(judgements)]

CodeValues = Annotated[
    list[Prose], Field(min_length=1), BeforeValidator(as_list, json_schema_input_type=Prose | list[Prose])
]

# ── the three kinds of annotation ────────────────────────────────────────────────────────────────────────────────────


class NoteEntry(Entry):
    """A remark of the editors that is not a claim."""

    hints: ClassVar[dict[str, str]] = {
        name: f"A note cannot have `{name}`; only a claim or a counter-point can."
        for name in (
            "statement speaker via mode said verdict reviewed updates counterpoints to relation repeats sources".split()
        )
    }

    quote: Quotes = Field(default_factory=list, description="The passage or passages in the article.")
    note: Prose = Field(default="", description="The editors' remark, in Markdown; with a verdict, the reason for it.")
    withdrawn: Withdrawn = Field(
        default="", description="Date and reason: 2016-03-01 Misread the report. It stays, struck through."
    )
    unsure: Prose = Field(default="", description="The annotator's doubt, in one sentence.")
    codes: dict[Prose, CodeValues] = Field(
        default_factory=dict,
        description="Values of the site's coding scheme: {frame: conflict}, or a list where it allows several.",
    )
    tags: Topics = Field(default_factory=list, description="The topics, in the archive's own terms.")
    language: Language = Field(default="", description="The language (BCP 47), if it differs from the article's.")
    aliases: Aliases = Field(default_factory=list, description="Former ids.")


class StatementEntry(NoteEntry):
    """The fields that claims and counter-points share."""

    hints: ClassVar[dict[str, str]] = {}

    quote: Quotes = Field(default_factory=list, description="The passage or passages in the article.")
    statement: Prose = Field(default="", description="The statement, in the editors' words.")
    speaker: VoiceField = Field(description="The speaker: an id, outlet, editors, or {unnamed: a senior official}.")
    via: Voices = Field(default_factory=list, description="Who passed it on, the one closest to the speaker first.")
    mode: Literal["direct", "indirect", "mixed"] | None = Field(
        default=None, description="direct, indirect or mixed. Left out: derived from the quotation marks."
    )
    said: Said = Field(default="", description="The date and the occasion: 2015-12-23, ministry briefing.")
    verdict: VerdictKey | None = Field(default=None, description="A key of the site's vocabulary. Left out: not rated.")
    reviewed: FullDate = Field(default="", description="The date of the rating.")
    updates: Updates = Field(
        default_factory=dict, description="Changes of the judgement, with the reason or a list of reasons, by date."
    )
    sources: Citations = Field(
        default_factory=list, description="Ids (amnesty-report p. 12), addresses or whole sources."
    )
    counterpoints: dict[str, AnswerEntry] = Field(default_factory=dict, description="The answers to it, by id.")


class ClaimEntry(StatementEntry):
    """A claim."""

    hints: ClassVar[dict[str, str]] = {
        "to": "A claim cannot have `to`; only a counter-point can.",
        "relation": "A claim cannot have `relation`; only a counter-point can.",
    }

    repeats: Reference | None = Field(default=None, description="article#claim: the claim that this one repeats.")


class AnswerEntry(StatementEntry):
    """A counter-point nested under the claim or counter-point that it answers."""

    hints: ClassVar[dict[str, str]] = {
        "to": "A nested counter-point cannot have `to`, because it answers the entry above it.",
        "repeats": "Only a claim can repeat another.",
    }

    relation: Relation = Field(
        default="answers",
        description="answers (neutral), rebuts (says it is false), undercuts (grants the facts, denies the "
        "conclusion), qualifies, adds-context, supports, corrects (retracts or amends it).",
    )


class CounterpointEntry(AnswerEntry):
    """A counter-point at the top level: it answers a statement of another article, or several statements."""

    hints: ClassVar[dict[str, str]] = {"repeats": "Only a claim can repeat another."}

    to: References = Field(min_length=1, description="What it answers: an id, article#id, or a list of these.")


class SidecarFile(Entry):
    """The annotations of one article."""

    speakers: dict[Id, SpeakerEntry | LocalRoleEntry] = Field(
        default_factory=dict, description="New speakers, and the roles of shared speakers at the time."
    )
    claims: dict[Id, ClaimEntry] = Field(default_factory=dict, description="Claims, by id.")
    counterpoints: dict[Id, CounterpointEntry] = Field(
        default_factory=dict, description="Counter-points to other articles or to several statements, by id."
    )
    notes: dict[Id, NoteEntry] = Field(default_factory=dict, description="Remarks of the editors, by id.")
