"""What changed from one state of an article to another: annotations, front matter, text, passages."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from generator.comparing.article_state import ArticleState
from generator.comparing.changes import BODY, PASSAGE, RENAMED, FieldChange, compare_versions
from generator.comparing.versions import ARTICLE, UnreadableVersion, Version
from generator.model import AnnotationFacts
from generator.text import normalize_text
from generator.values import Immutable


class ArticlePair(Immutable):
    """An article before and now, None where it wasn't or isn't there, and the changes between.

    The changes are those of `compare_versions`, and `BODY` and `PASSAGE`.
    """

    before: ArticleState | None
    now: ArticleState | None
    changes: tuple[FieldChange, ...]

    @property
    def id(self) -> str:
        """Its present id; the former one of an article that is gone."""
        state = self.now or self.before
        assert state, "an article is there before or now"
        return state.id

    @property
    def former_ids(self) -> Mapping[str, str]:
        """The former id of each annotation that is in both, by its present one."""
        assert self.before, "without it, nothing has a former id"
        assert self.now, "without it, nothing has a present id"
        renamed = {one.id: str(one.before) for one in self.changes if one.field == RENAMED}
        return {
            id: renamed.get(id, id) for id in self.now.annotations if renamed.get(id, id) in self.before.annotations
        }


def article_pair(before: ArticleState | None, now: ArticleState | None) -> ArticlePair:
    """Compares two states of one article, of which one may be missing."""
    same_text = bool(before and now and before.text == now.text)
    old, new = (one.version(with_places=same_text) if one else None for one in (before, now))
    if before is None or now is None:  # it came or went, whether its sidecar can be read or not
        old, new = (Version(one.article) if isinstance(one, UnreadableVersion) else one for one in (old, new))
    pair = ArticlePair(before, now, compare_versions(old, new))
    if before is None or now is None or before.facts is None or now.facts is None:
        return pair
    of_text = () if same_text else (FieldChange(ARTICLE, BODY, "", ""),)
    of_front: tuple[FieldChange, ...] = ()
    if isinstance(old, UnreadableVersion) or isinstance(new, UnreadableVersion):  # that says nothing of front matter
        fronts = (Version(one.id, front=one.facts.front) for one in (before, now) if one.facts)
        of_front = compare_versions(*fronts)
    return ArticlePair(before, now, (*of_text, *of_front, *pair.changes, *_passage_changes(pair, before, now)))


def _passage_changes(pair: ArticlePair, before: ArticleState, now: ArticleState) -> Iterator[FieldChange]:
    """The passages that are lost, and those that read otherwise for the same quote: those of ranges.

    One that went with its quote is left to that change.
    """
    for id, former in pair.former_ids.items():
        was, is_now = before.annotations[former], now.annotations[id]
        if not was.passages or not is_now.annotation.quote:
            continue
        same_quote = was.annotation.quote == is_now.annotation.quote
        other_words = normalize_text(was.words) != normalize_text(_words(is_now))
        if not is_now.passages or (same_quote and other_words):
            yield FieldChange(id, PASSAGE, was.words, _words(is_now))


def _words(facts: AnnotationFacts) -> str:
    return facts.words if facts.passages else ""
