"""Compares what two annotators made of the same articles: values in, a comparison out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from msgspec import field

from generator.agreement.alignment import Aligned, aligned, start_of
from generator.agreement.coefficients import f1, nominal_alpha
from generator.agreement.spans import merged, shared, size, stretches
from generator.model import AnnotationFacts, ArticleFacts, SpeakerRef
from generator.values import Immutable

UNNAMED_VOICE = "(unnamed)"
"""The value of `speaker` for a voice without a name: two annotators who both say so agree."""


class CodedArticle(Immutable):
    """An article as one annotator has it. `notes` are the notes as written, by annotation id; `names` the names of the
    speakers whom this annotator may mean, by id."""

    facts: ArticleFacts
    notes: Mapping[str, str] = field(default_factory=dict)
    names: Mapping[str, str] = field(default_factory=dict)

    @property
    def annotations(self) -> tuple[AnnotationFacts, ...]:
        """All annotations that are not withdrawn."""
        return tuple(one for one in self.facts.annotations if not one.annotation.withdrawn)


class FieldPair(Immutable):
    """A field of two aligned annotations: `speaker`, `verdict`, `relation` or a key of the coding scheme (`is_code`).

    A value is empty where an annotator gave none; not both are. Several values of a code are one value.
    """

    name: str
    first: str
    second: str
    is_code: bool = False

    @property
    def is_agreed(self) -> bool:
        return self.first == self.second


class CodedPair(Immutable):
    """Two aligned annotations with the fields that either has."""

    first: AnnotationFacts
    second: AnnotationFacts
    overlap: float
    fields: tuple[FieldPair, ...]


class ComparedArticle(Immutable):
    """What two annotators found in one article: together, each alone, and what has no passage to be aligned by.

    `characters` counts those of all parts of the text that both marked, only the first, only the second, and neither.
    """

    first: CodedArticle
    second: CodedArticle
    pairs: tuple[CodedPair, ...] = ()
    only_first: tuple[AnnotationFacts, ...] = ()
    only_second: tuple[AnnotationFacts, ...] = ()
    unplaced_first: tuple[AnnotationFacts, ...] = ()
    unplaced_second: tuple[AnnotationFacts, ...] = ()
    characters: tuple[int, int, int, int] = (0, 0, 0, 0)

    @property
    def id(self) -> str:
        return self.first.facts.id

    @property
    def title(self) -> str:
        return self.first.facts.front.title


class FieldAgreement(Immutable):
    """How far a field agrees over all pairs: those in which both gave a value, those of them in which it is the same,
    those with a value of one alone, and alpha; None where that isn't defined."""

    name: str
    is_code: bool
    both: int
    agreed: int
    only_first: int
    only_second: int
    alpha: float | None

    @property
    def share(self) -> float | None:
        """The share of pairs that agree, from 0 to 1; None where no pair has two values."""
        return self.agreed / self.both if self.both else None


class MarkingAgreement(Immutable):
    """How far two annotators marked the same: over characters (both, only the first, only the second, neither), and
    over annotations with a passage, of which `pairs` are aligned."""

    characters: tuple[int, int, int, int]
    alpha: float | None
    pairs: int
    first: int
    second: int
    f1: float | None


class Comparison(Immutable):
    """Two annotators compared: their keys and names, the articles that both have, and those that only one has."""

    keys: tuple[str, str]
    names: tuple[str, str]
    articles: tuple[ComparedArticle, ...]
    marking: MarkingAgreement
    fields: tuple[FieldAgreement, ...]
    only_first: tuple[str, ...] = ()
    only_second: tuple[str, ...] = ()


def compared_article(first: CodedArticle, second: CodedArticle, codes: Sequence[str]) -> ComparedArticle:
    """Compare the annotations of one article. `codes` are the keys of the coding scheme, in its order."""
    one, other = first.annotations, second.annotations
    pairs = aligned(one, other)
    in_pairs = {pair.first.id for pair in pairs}, {pair.second.id for pair in pairs}
    return ComparedArticle(
        first,
        second,
        tuple(CodedPair(*pair, fields=tuple(_fields(pair, first, second, codes))) for pair in pairs),
        tuple(a for a in _by_start(one) if a.passages and a.id not in in_pairs[0]),
        tuple(a for a in _by_start(other) if a.passages and a.id not in in_pairs[1]),
        tuple(a for a in one if not a.passages),
        tuple(a for a in other if not a.passages),
        _characters(first.facts, one, other),
    )


def comparison_of(
    keys: tuple[str, str],
    names: tuple[str, str],
    articles: Iterable[ComparedArticle],
    codes: Sequence[str],
    only: tuple[Sequence[str], Sequence[str]] = ((), ()),
) -> Comparison:
    """Sum up compared articles. `only` are the ids of articles that only the first annotator has, and only the second.

    Raises `NoCoefficientError`.
    """
    articles = tuple(articles)
    return Comparison(
        keys,
        names,
        articles,
        _marking(articles),
        tuple(_agreements(articles, codes)),
        tuple(only[0]),
        tuple(only[1]),
    )


# ── one article ──────────────────────────────────────────────────────────────────────────────────────────────────────


def _by_start(annotations: Iterable[AnnotationFacts]) -> list[AnnotationFacts]:
    return sorted(annotations, key=lambda one: (start_of(one), one.id))


def _fields(pair: Aligned, first: CodedArticle, second: CodedArticle, codes: Sequence[str]) -> Iterator[FieldPair]:
    values = dict(field_values(pair.first, first, codes)), dict(field_values(pair.second, second, codes))
    for name, is_code in _names(codes):
        one, other = (given.get((name, is_code), "") for given in values)
        if one or other:
            yield FieldPair(name, one, other, is_code)


def field_values(
    one: AnnotationFacts, article: CodedArticle, codes: Iterable[str]
) -> Iterator[tuple[tuple[str, bool], str]]:
    """The fields of an annotation that are compared, as far as it has them: name, whether it is a code, and value."""
    annotation = one.annotation
    coded = dict(annotation.codes)
    if annotation.kind != "note":
        yield ("speaker", False), _voice(annotation.speaker, article)
    if annotation.verdict:
        yield ("verdict", False), annotation.verdict
    if annotation.kind == "counterpoint":
        yield ("relation", False), annotation.relation
    yield from (((code, True), " + ".join(sorted(coded[code]))) for code in codes if code in coded)


def _names(codes: Iterable[str]) -> tuple[tuple[str, bool], ...]:
    """The fields that are compared, in order; those that are codes come last."""
    return (("speaker", False), ("verdict", False), ("relation", False), *((code, True) for code in codes))


def _voice(speaker: SpeakerRef, article: CodedArticle) -> str:
    """Who speaks, by name: two layers may have given one person two ids."""
    return UNNAMED_VOICE if speaker.unnamed else article.names.get(speaker.id, speaker.id)


def _characters(
    facts: ArticleFacts, first: Iterable[AnnotationFacts], second: Iterable[AnnotationFacts]
) -> tuple[int, int, int, int]:
    marked = [merged(span for a in annotations for span in stretches(a.passages)) for annotations in (first, second)]
    both = shared(*marked)
    only_first, only_second = size(marked[0]) - both, size(marked[1]) - both
    front = facts.front
    caption = front.image.caption if front.image else ""
    length = facts.length + len(front.title) + len(front.subtitle) + len(caption)
    return both, only_first, only_second, length - both - only_first - only_second


# ── all articles ─────────────────────────────────────────────────────────────────────────────────────────────────────


def _marking(articles: Sequence[ComparedArticle]) -> MarkingAgreement:
    sums = [sum(numbers) for numbers in zip(*(one.characters for one in articles), strict=True)] or [0] * 4
    both, only_first, only_second, neither = sums
    pairs = sum(len(one.pairs) for one in articles)
    first = pairs + sum(len(one.only_first) for one in articles)
    second = pairs + sum(len(one.only_second) for one in articles)
    counts = {
        ("marked", "marked"): both,
        ("marked", "not"): only_first,
        ("not", "marked"): only_second,
        ("not", "not"): neither,
    }
    characters = both, only_first, only_second, neither
    return MarkingAgreement(characters, nominal_alpha(counts), pairs, first, second, f1(pairs, first, second))


def _agreements(articles: Sequence[ComparedArticle], codes: Sequence[str]) -> Iterator[FieldAgreement]:
    pairs = [field for article in articles for pair in article.pairs for field in pair.fields]
    for name, is_code in _names(codes):
        own = [one for one in pairs if (one.name, one.is_code) == (name, is_code)]
        if own:
            yield _agreement(name, own, is_code=is_code)


def _agreement(name: str, pairs: Sequence[FieldPair], *, is_code: bool) -> FieldAgreement:
    both = [one for one in pairs if one.first and one.second]

    def count(wanted: Callable[[FieldPair], bool]) -> int:
        return sum(map(wanted, pairs))

    return FieldAgreement(
        name,
        is_code,
        len(both),
        sum(one.is_agreed for one in both),
        count(lambda one: not one.second),
        count(lambda one: not one.first),
        nominal_alpha(Counter((one.first, one.second) for one in both)),
    )
