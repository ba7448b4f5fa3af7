"""The words of a comparison that its forms have in common: kinds, numbers, labels. Knows no form."""

from __future__ import annotations

from generator.agreement.compared import Comparison, FieldAgreement
from generator.model import AnnotationFacts

KINDS = {"claim": "claim", "counterpoint": "counter-point", "note": "note"}
UNDEFINED = "–"
"""What is shown for a measure that isn't defined."""


def kind_of(annotation: AnnotationFacts) -> str:
    """The kind of an annotation, as messages call it."""
    return KINDS[annotation.annotation.kind]


def decimal(measure: float | None) -> str:
    """A measure with three places."""
    return UNDEFINED if measure is None else f"{measure:.3f}"


def percent(share: float | None) -> str:
    """A share as a percentage with one place."""
    return UNDEFINED if share is None else f"{100 * share:.1f} %"


def article_count(count: int) -> str:
    """`1 article`, `1,200 articles`."""
    return f"{count:,} article{'' if count == 1 else 's'}"


def label(field: FieldAgreement) -> str:
    """The name of a field; a key of the coding scheme differs from a field with that name."""
    return f"codes/{field.name}" if field.is_code else field.name


def who(comparison: Comparison) -> tuple[str, str]:
    """Each annotator by name, with the key by which commands know them."""
    pairs = zip(comparison.names, comparison.keys, strict=True)
    first, second = (f"{name} ({key})" for name, key in pairs)
    return first, second
