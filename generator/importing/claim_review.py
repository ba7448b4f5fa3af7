"""Reads fact checks as publishers give them to search engines: ClaimReview (https://schema.org/ClaimReview), JSON-LD.

They are alone in a file, in lists, in a `@graph`, or in the scripts of a web page. The web page is not shown and its
scripts are not run: the texts of the data are texts.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from generator.annotating.values import Value
from generator.diagnostics import listed, short
from generator.formats.fields import is_web_address
from generator.importing.drafts_by_page import PageFindings, drafts_of
from generator.importing.file_text import FileKind, about_encoding, file_text
from generator.importing.fitting_fields import NOT_NAMED
from generator.importing.found_dates import day_of
from generator.importing.imported import Draft, ImportedAnnotation, Importer, ImportOptions, LeftOut, NotImported
from generator.importing.json_shapes import FirstText, Objects, Shape, all_objects, bare_name, plain_words, shaped
from generator.importing.json_text import JsonValue, json_of
from generator.importing.known_names import NamesFound
from generator.importing.known_verdicts import judgement

_FACT_CHECKS = FileKind(
    "a text",
    16 * 2**20,
    "Choose the saved page of the fact check itself, or its JSON-LD.",
    "Split it into smaller files, and import each.",
    guesses=True,
)
"""A page may be in another encoding than UTF-8, which JSON must be in."""
_PERSON = "person"
_KINDS = {"Person": _PERSON, "Organization": "organization", "NewsMediaOrganization": "outlet"}
"""What a speaker is, by the type of the author."""


class _Review(Shape):
    claimReviewed: FirstText = ""  # noqa: N815 (the names in the file, here and below)
    itemReviewed: Objects = ()  # noqa: N815
    reviewRating: Objects = ()  # noqa: N815
    author: Objects = ()
    datePublished: FirstText = ""  # noqa: N815
    url: FirstText = ""
    id: FirstText = ""


class _Claim(Shape):
    """What is reviewed: a claim, or a work that makes it."""

    name: FirstText = ""
    author: Objects = ()
    datePublished: FirstText = ""  # noqa: N815
    appearance: Objects = ()
    firstAppearance: Objects = ()  # noqa: N815
    url: FirstText = ""


class _Named(Shape):
    id: FirstText = ""
    type: FirstText = ""
    name: FirstText = ""
    url: FirstText = ""


class _Rating(Shape):
    alternateName: FirstText = ""  # noqa: N815
    name: FirstText = ""
    ratingValue: FirstText = ""  # noqa: N815


@dataclass(frozen=True, slots=True)
class _Data:
    """The objects of a file, and those with an `@id`, to which others may refer by that alone."""

    reviews: tuple[Mapping[str, JsonValue], ...]
    by_id: Mapping[str, Mapping[str, JsonValue]]


def read_claim_reviews(data: bytes, options: ImportOptions) -> tuple[Draft, ...] | NotImported:
    """The claims of the fact checks in a file, in one draft. What speakers are called decides who they are."""
    found = file_text(data, _FACT_CHECKS)
    if isinstance(found, NotImported):
        return found
    values = _values(found.text)
    if isinstance(values, NotImported):
        return values
    read = _Data(
        tuple(one for value in values for one in all_objects(value) if _is_review(one)),
        {
            id: one
            for value in values
            for one in all_objects(value)
            if isinstance(id := one.get("@id"), str) and len(one) > 1
        },
    )
    if not read.reviews:
        return NotImported(
            "The file has no fact check: no object has the type `ClaimReview`.",
            "Choose the saved page of the fact check itself, or its JSON-LD.",
        )
    names = NamesFound(options.registry)
    claims = [_claim(one, read, names, options) for one in read.reviews]
    pages = {one.address for one in claims}
    together = PageFindings(
        pages.pop() if len(pages) == 1 else "",
        "",
        tuple(annotation for one in claims for annotation in one.annotations),
        tuple(left for one in claims for left in one.left_out),
        tuple(notice for one in claims for notice in one.notices),
    )
    return drafts_of([together], about_encoding(found.guessed), names.described)


_: Importer = read_claim_reviews


def _is_review(given: Mapping[str, JsonValue]) -> bool:
    kind = given.get("@type", given.get("type"))
    return any(
        isinstance(one, str) and bare_name(one) == "ClaimReview" for one in (kind if isinstance(kind, list) else [kind])
    )


# ── JSON-LD, alone and in pages ──────────────────────────────────────────────────────────────────────────────────────


def _values(text: str) -> list[JsonValue] | NotImported:
    """The JSON texts of a file. Of a page, one that is malformed costs only itself where another is well."""
    if text.lstrip()[:1] in ("{", "["):
        value = json_of(text)
        return value if isinstance(value, NotImported) else [value]
    found = [json_of(_unwrapped(script), line) for script, line in _scripts(text)]
    values = [one for one in found if not isinstance(one, NotImported)]
    if values:
        return values
    broken = next((one for one in found if isinstance(one, NotImported)), None)
    return broken or NotImported(
        "The file has no fact check: it is neither JSON, nor a web page with JSON-LD in it.",
        "Choose the saved page of the fact check itself (its HTML, not a picture or a PDF), or its JSON-LD.",
    )


_OPENING = re.compile(r"<!--|<script(?=[\s>/])([^<>]*)>", re.IGNORECASE)
_CLOSING = re.compile(r"</script", re.IGNORECASE)
_IS_DATA = re.compile(r"""type\s*=\s*["']?application/ld\+json""", re.IGNORECASE)


def _scripts(page: str) -> Iterator[tuple[str, int]]:
    """The scripts of a page that hold JSON-LD, each with its line; not those in comments."""
    at, line, counted = 0, 1, 0
    while opening := _OPENING.search(page, at):
        if opening[1] is None:
            end = page.find("-->", opening.end())
            at = len(page) if end < 0 else end + 3
            continue
        closing = _CLOSING.search(page, opening.end())
        end = closing.start() if closing else len(page)
        if _IS_DATA.search(opening[1]):
            line += page.count("\n", counted, opening.end())
            counted = opening.end()
            yield page[opening.end() : end], line
        at = end


def _unwrapped(script: str) -> str:
    """A script without what kept older browsers from reading it, and without a semicolon at its end."""
    if "<![CDATA[" in script[:_LONGEST_LEAD]:
        script = script.replace("<![CDATA[", "", 1).rpartition("]]>")[0] or script
    begins = [at for sign in "[{" if (at := script.find(sign, 0, _LONGEST_LEAD)) >= 0]
    last = max(script.rfind("}"), script.rfind("]"))
    if not begins or last < 0:
        return script
    first = min(begins)
    return "\n" * script.count("\n", 0, first) + script[first : last + 1]


_LONGEST_LEAD = 200
"""Characters in which a script has what is before its JSON, such as `//<![CDATA[`."""


# ── one fact check ───────────────────────────────────────────────────────────────────────────────────────────────────


def _claim(given: Mapping[str, JsonValue], data: _Data, names: NamesFound, options: ImportOptions) -> PageFindings:
    review, reasons = shaped(_Review, given)
    claim, further = shaped(_Claim, _resolved(review.itemReviewed[0], data) if review.itemReviewed else {})
    statement = plain_words(review.claimReviewed or claim.name)
    label = short(statement or review.url or review.id or "a fact check without an address")
    left = [LeftOut(f"{reason} ({label})", "field in a shape that is not known") for reason in (*reasons, *further)]
    if not statement:
        return PageFindings(left_out=(*left, LeftOut(label, "fact check without `claimReviewed`")))
    speakers = [_named(one, data) for one in claim.author]
    by = [plain_words(one.name) for one in (_named(author, data) for author in review.author)]
    fields: dict[str, Value] = {"statement": statement, "speaker": _speaker(speakers, names)}
    rated, lost = _judged(review, " and ".join(filter(None, by)), options)
    left += [LeftOut(f"{words} ({label})", why) for words, why in lost]
    fields |= rated
    for key, text in (("said", claim.datePublished), ("reviewed", review.datePublished)):
        day = day_of(text, whole=key == "reviewed")
        if day:
            fields[key] = day
        elif text:
            left.append(
                LeftOut(f"{key}: {short(text)} ({label})", "date in a form that has more than one meaning, or none")
            )
    source = next((one for one in (review.url, review.id) if is_web_address(one)), "")
    if source:
        fields["sources"] = [source]
    elif review.url:
        left.append(LeftOut(f"{short(review.url)} ({label})", "address that is no web address"))
    pages = _pages(claim)
    left += [LeftOut(f"{page} ({label})", "address where the claim appeared") for page in pages]
    notices = _notices(speakers, label)
    return PageFindings(next(iter(pages), ""), "", (ImportedAnnotation("claims", fields),), tuple(left), tuple(notices))


def _resolved(given: Mapping[str, object], data: _Data) -> Mapping[str, object]:
    """An object, or that elsewhere in the file to which it refers by its `@id`."""
    there = data.by_id.get(str(given.get("id", "")))
    return there if there is not None and given.keys() <= {"id", "type"} else given


def _named(given: Mapping[str, object], data: _Data) -> _Named:
    found = shaped(_Named, _resolved(given, data))[0]
    return found if found.name or is_web_address(found.id) else _Named(name=found.id, type=found.type)


def _speaker(authors: Iterable[_Named], names: NamesFound) -> Value:
    named = [one for one in authors if plain_words(one.name)]
    if not named:
        return NOT_NAMED
    return names.voice(plain_words(named[0].name), _KINDS.get(bare_name(named[0].type), ""))


def _notices(authors: list[_Named], label: str) -> Iterator[str]:
    named = [plain_words(one.name) for one in authors if plain_words(one.name)]
    if not named:
        yield f"The file does not name who makes the claim “{label}”. Name the speaker."
    elif named[1:]:
        yield f"Of the authors of “{label}”, {short(named[0])} was taken, and not {short(listed(named[1:]))}."


def _judged(review: _Review, by: str, options: ImportOptions) -> tuple[dict[str, Value], list[tuple[str, str]]]:
    """The fields that say how a claim is rated, and what they leave out."""
    rating = shaped(_Rating, review.reviewRating[0])[0] if review.reviewRating else _Rating()
    words = plain_words(rating.alternateName or rating.name)
    numbers = [(f"rating {rating.ratingValue}", "rating number")] if rating.ratingValue else []
    return judgement(words, by, options.settings), numbers


def _pages(claim: _Claim) -> list[str]:
    """The pages where a claim appeared, the first of all before the others."""
    found = [shaped(_Named, one)[0] for one in (*claim.firstAppearance, *claim.appearance)]
    return list(dict.fromkeys(page for one in found if is_web_address(page := one.url or one.id)))
