"""The fields of a sidecar."""

from __future__ import annotations

import re
from typing import Annotated, ClassVar, Literal

from pydantic import AfterValidator, BeforeValidator, Field, WithJsonSchema, model_validator

from generator.formats.fields import (
    BY_SHAPE,
    ID_SCHEMA,
    MAPPING_TAG,
    TEXT_TAG,
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
    full_date,
    identifier,
    partial_date,
    web_address,
)
from generator.formats.registry import LocalRoleEntry, SourceEntry, SpeakerEntry
from generator.model import Part, Relation
from generator.text import normalize_text
from generator.urls import is_id
from generator.yaml_text.tree import in_flow

SAID = re.compile(r"([0-9][^,\s]*)\s*(?:,\s*(\S.*))?", re.DOTALL)
DATED = re.compile(r"(\S+)\s+(\S.*)", re.DOTALL)
CITED = re.compile(r"(\S+)(?:\s+(\S.*))?", re.DOTALL)

# ── kinds of value ───────────────────────────────────────────────────────────────────────────────────────────────


def said(text: str) -> str:
    """`2015-12-23, ministry briefing`: a date, and behind a comma the occasion."""
    match = SAID.fullmatch(text)
    if not match:
        day, _, rest = text.partition(" ")
        near = f"{day}, {rest.lstrip(' -–—:(').rstrip(')')}" if rest and _is_date(day) else ""
        raise FieldError(
            "wrong-date",
            f"“{text}” doesn't begin with a date." if not near else "A comma is missing between date and occasion.",
            step=f"write `{near}`" if near else "write the date and, if known, the occasion: `2015-12-23, briefing`",
            mended=near,
        )
    partial_date(match[1])
    return text


def _is_date(text: str) -> bool:
    try:
        return bool(partial_date(text))
    except FieldError:
        return False


def withdrawn(text: str) -> str:
    """`2016-03-01 Misread the report.`: the day, and why."""
    match = DATED.fullmatch(text)
    day = (match[1] if match else text).rstrip(",:;")
    expected = "write the day and the reason: `2016-03-01 Misread the report.`"
    if not day[:1].isdigit():
        raise FieldError("wrong-date", "What is withdrawn begins with the day it was withdrawn.", step=expected)
    full_date(day)
    if not match:
        raise FieldError("missing-key", "The reason why it was withdrawn is missing.", step=expected)
    if day != match[1]:
        near = f"{day} {match[2]}"
        raise FieldError("wrong-date", "Only a space stands behind the day.", step=f"write `{near}`", mended=near)
    return text


def cited(text: str) -> str:
    """An id of a source or an address, and behind a space the place in it."""
    match = CITED.fullmatch(text)
    name = match[1] if match else text
    if re.match(r"[a-z][a-z0-9+.-]*:|//", name, re.IGNORECASE):
        web_address(name)
    elif not is_id(name):
        raise FieldError(
            "wrong-id",
            f"“{text}” names no source by its id or address.",
            step="write the id of a source (with the place behind a space: `amnesty-report p. 12`), an address, or the "
            "source itself: `- title: …`",
        )
    else:
        identifier(name)
    return text


def not_empty_when_folded(text: str) -> str:
    if text.isascii() or normalize_text(text):
        return text
    raise FieldError(
        "quote-empty", "This holds nothing but invisible characters.", step="copy the words from the article again"
    )


_TEXT_SCHEMA = WithJsonSchema({"type": ["string", "number", "boolean"]})
QuoteText = Annotated[Prose, AfterValidator(not_empty_when_folded)]
_SAID_SCHEMA = WithJsonSchema({"type": ["string", "integer"]})
Said = Annotated[str, AfterValidator(said), ProseField(lambda text: "," in text), _SAID_SCHEMA]
Withdrawn = Annotated[str, AfterValidator(withdrawn), ProseField(), WithJsonSchema({"type": "string"})]
CitedText = Annotated[str, AfterValidator(cited), ProseField(lambda text: " " in text), _TEXT_SCHEMA]
References = Annotated[list[Reference], BeforeValidator(as_list, json_schema_input_type=Reference | list[Reference])]


def voice(text: str) -> str:
    """The id of a speaker, `outlet` or `editors`."""
    try:
        return identifier(text)
    except FieldError as problem:
        unnamed = f"{{unnamed: {in_flow(text)}}}"
        step = f"write the id of a speaker, `outlet` or `editors`; for a voice without a page `{unnamed}`"
        if problem.mended:
            step = f"for a voice without a page write `{unnamed}`; if the id of the speaker is `{problem.mended}`:"
        raise FieldError(problem.code, problem.message, step=step, mended=problem.mended) from None


class UnnamedEntry(Entry):
    unnamed: Prose = Field(description="Who it is, in the outlet's words: a senior official.")


# Whether it is a key of the vocabulary is found out when that is known, and said with the nearest.
VerdictKey = Annotated[str, Field(min_length=1), ProseField(lambda _: False), ID_SCHEMA]
VoiceId = Annotated[str, AfterValidator(voice), ID_SCHEMA]
VoiceField = Annotated[Annotated[VoiceId, TEXT_TAG] | Annotated[UnnamedEntry, MAPPING_TAG], BY_SHAPE]
Voices = Annotated[list[VoiceField], BeforeValidator(as_list, json_schema_input_type=VoiceField | list[VoiceField])]


class QuoteEntry(Entry):
    """A passage: the words with their context, or a range."""

    exact: QuoteText = Field(default="", description="The words as they stand in the article.")
    prefix: QuoteText = Field(default="", description="The words right before them.")
    suffix: QuoteText = Field(default="", description="The words right behind them.")
    times: int = Field(default=1, ge=1, description="In how many places they stand: all of them are meant.")
    start: QuoteText = Field(default="", alias="from", description="The words with which the passage begins.")
    end: QuoteText = Field(default="", alias="to", description="The words with which the passage ends.")
    part: Part = Field(default="body", alias="in", description="title, subtitle, caption or body.")

    @model_validator(mode="after")
    def _one_way(self) -> QuoteEntry:
        step = "write either `exact` (with `prefix`, `suffix`, `times` as needed), or `from` and `to`"
        is_range = bool(self.start or self.end)
        if not is_range and not self.exact:
            raise FieldError("quote-form", "The words of the passage are missing.", step=step)
        mixed = [name for name in ("exact", "prefix", "suffix", "times") if name in self.model_fields_set]
        if is_range and mixed:
            raise FieldError("quote-form", f"`{mixed[0]}` can't stand beside a range.", step=step, at=mixed[0])
        if is_range and not (self.start and self.end):
            there, missing = ("from", "to") if self.start else ("to", "from")
            raise FieldError("quote-form", f"A range with `{there}` needs `{missing}`, too.", step=step, at=there)
        return self


Quote = Annotated[Annotated[QuoteText, TEXT_TAG] | Annotated[QuoteEntry, MAPPING_TAG], BY_SHAPE]
Quotes = Annotated[list[Quote], BeforeValidator(as_list, json_schema_input_type=Quote | list[Quote])]
Cited = Annotated[Annotated[CitedText, TEXT_TAG] | Annotated[SourceEntry, MAPPING_TAG], BY_SHAPE]


# ── the three kinds of annotation ────────────────────────────────────────────────────────────────────────────────


class NoteEntry(Entry):
    """A remark that is nobody's claim."""

    hints: ClassVar[dict[str, str]] = {
        name: f"A note is nobody's claim, so it has no `{name}`: with one it would be a claim or a counter-point."
        for name in (
            "statement speaker via mode said verdict reviewed updates counterpoints to relation repeats sources".split()
        )
    }

    quote: Quotes = Field(default_factory=list, description="Where it stands in the article.")
    note: Prose = Field(default="", description="What we say, in Markdown; with a verdict, why it is rated so.")
    withdrawn: Withdrawn = Field(default="", description="2016-03-01 Misread the report. It stays, struck through.")
    unsure: Prose = Field(default="", description="What the annotator doubts, in a sentence.")
    codes: dict[Prose, Prose] = Field(default_factory=dict, description="The site's coding scheme: {frame: conflict}.")
    tags: ProseList = Field(default_factory=list, description="What it is about, in the archive's words.")
    language: Language = Field(default="", description="The language (BCP 47), where it isn't the article's.")
    aliases: Annotated[list[Id], BeforeValidator(as_list, json_schema_input_type=Id | list[Id])] = Field(
        default_factory=list, description="Former ids."
    )


class StatementEntry(NoteEntry):
    """What claims and counter-points have in common."""

    hints: ClassVar[dict[str, str]] = {}

    quote: Quotes = Field(default_factory=list, description="Where it stands in the article.")
    statement: Prose = Field(default="", description="What the speaker says, in the editors' words.")
    speaker: VoiceField = Field(
        description="Who says it: a speaker's id, outlet, editors, or {unnamed: a senior official}."
    )
    via: Voices = Field(default_factory=list, description="Through whom it is known, nearest to the speaker first.")
    mode: Literal["direct", "indirect", "mixed"] | None = Field(
        default=None, description="direct, indirect or mixed; worked out from the quotation marks when left out."
    )
    said: Said = Field(default="", description="When it was said, and on what occasion: 2015-12-23, ministry briefing.")
    verdict: VerdictKey | None = Field(default=None, description="A key of the site's vocabulary. Left out: not rated.")
    reviewed: FullDate = Field(default="", description="The day of the rating.")
    updates: dict[FullDate, Prose] = Field(
        default_factory=dict, description="What changed in our judgement, and why: a sentence by date."
    )
    sources: list[Cited] = Field(default_factory=list, description="Ids (amnesty-report p. 12), addresses, sources.")
    counterpoints: dict[str, AnswerEntry] = Field(default_factory=dict, description="Its answers, by id.")


class ClaimEntry(StatementEntry):
    """A claim."""

    hints: ClassVar[dict[str, str]] = {
        "to": "A claim answers nothing: what answers stands under `counterpoints`.",
        "relation": "A claim answers nothing: what answers stands under `counterpoints`.",
    }

    repeats: Reference | None = Field(default=None, description="article#claim: another appearance of the same claim.")


class AnswerEntry(StatementEntry):
    """A counter-point that stands under what it answers."""

    hints: ClassVar[dict[str, str]] = {
        "to": "A counter-point that stands under what it answers has no `to`.",
        "repeats": "Only a claim can repeat another.",
    }

    relation: Relation = Field(
        default="answers",
        description="answers (neutral), rebuts (it is not so), undercuts (grants the ground, denies that it follows), "
        "qualifies, adds-context, supports, corrects (takes it back or amends it).",
    )


class CounterpointEntry(AnswerEntry):
    """A counter-point that answers something elsewhere, or several things."""

    hints: ClassVar[dict[str, str]] = {"repeats": "Only a claim can repeat another."}

    to: References = Field(min_length=1, description="What it answers: one id or a list, here or elsewhere.")


class SidecarFile(Entry):
    """The annotations of one article."""

    speakers: dict[Id, SpeakerEntry | LocalRoleEntry] = Field(
        default_factory=dict, description="New voices, and roles that shared ones had at the time."
    )
    claims: dict[Id, ClaimEntry] = Field(default_factory=dict, description="Claims, by id.")
    counterpoints: dict[Id, CounterpointEntry] = Field(
        default_factory=dict, description="What answers something elsewhere, or several things."
    )
    notes: dict[Id, NoteEntry] = Field(default_factory=dict, description="Remarks that are nobody's claim, by id.")


# ── kinds of value ───────────────────────────────────────────────────────────────────────────────────────────────
