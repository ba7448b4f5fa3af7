"""Annotations and articles for comparisons, by their passages."""

from __future__ import annotations

from typing import Any

from generator.agreement.compared import CodedArticle
from generator.model import Annotation, AnnotationFacts, ArticleFacts, FrontMatter, Kind, Passage, SpeakerRef

TEXT = "One thing was said. Another was answered. A third was left out."


def marked(
    id: str, *spans: tuple[int, int], kind: Kind = "claim", speaker: str = "anna", **fields: Any
) -> AnnotationFacts:
    """An annotation with these passages of the body; a note has no speaker."""
    who = {} if kind == "note" else {"speaker": SpeakerRef(speaker)}
    passages = tuple(Passage("body", start, end, TEXT[start:end]) for start, end in spans)
    return AnnotationFacts(Annotation(id, kind, **{**who, **fields}), "1", passages)


def coded(*annotations: AnnotationFacts, id: str = "2015/report", **more: Any) -> CodedArticle:
    front = FrontMatter(title="Said", date="2015-12-23")
    facts = ArticleFacts(id, f"content/articles/{id}.md", "", front, annotations=annotations, length=len(TEXT))
    return CodedArticle(facts, **more)
