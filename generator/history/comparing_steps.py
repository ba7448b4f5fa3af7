"""Compares the contents of an article before and after a commit. Knows bytes; knows no Git and no people."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from generator.comparing.article_pair import article_pair
from generator.comparing.article_state import ArticleState, article_state
from generator.comparing.changes import PASSAGE, FieldChange, compare_versions
from generator.comparing.versions import Version
from generator.diagnostics import Location
from generator.formats.front_matter import read_front_matter
from generator.markdown.document import parse
from generator.model import ArticleSource
from generator.text import normalize_text, unequal, words_of
from generator.values import Immutable, replace

_MOST_PAIRS = 25_000_000
"""Words of a text times words of a passage. Beyond it, where the words are now is not looked for."""


class Contents(Immutable):
    """The contents of an article's two files, None for a file that is not there. `is_large`: the sidecar is too large
    to be read."""

    text: bytes | None = None
    sidecar: bytes | None = None
    is_large: bool = False


def compared_texts(article: str, before: Contents, after: Contents) -> tuple[FieldChange, ...]:
    """The changes of an article whose text a commit changed: of its facts, its annotations, and its passages."""
    assert before.text is not None, "one that came has only its annotations"
    assert after.text is not None, "one that went has only its annotations"
    same_sidecar = before.sidecar == after.sidecar and before.is_large == after.is_large
    bodies = [read_front_matter(text, f"{article}.md").body for text in (before.text, after.text)]
    if same_sidecar and bodies[0] == bodies[1]:
        fronts = (Version(article, front=read_front_matter(one, "").front) for one in (before.text, after.text))
        return compare_versions(*fronts)
    was, now = (_state(article, one) for one in (before, after))
    changes = article_pair(was, now).changes
    if not any(_is_lost(one) for one in changes):
        return changes
    old, new = (parse(body, f"{article}.md", lambda *_: Location(article)).text for body in bodies)
    return tuple(replace(one, after=words_now(old, new, str(one.before))) if _is_lost(one) else one for one in changes)


def _is_lost(change: FieldChange) -> bool:
    """Whether a passage was there, and its quote does not find it any more."""
    return change.field == PASSAGE and not change.after


def _state(article: str, contents: Contents) -> ArticleState:
    path = f"content/articles/{article}"
    has_sidecar = contents.sidecar is not None or contents.is_large
    source = ArticleSource(
        article, f"{path}.md", contents.text or b"", f"{path}.yaml" if has_sidecar else "", contents.sidecar,
        is_read=True,
    )  # fmt: skip
    return article_state(source)


def words_now(before: str, after: str, passage: str) -> str:
    """The words that a text has in the place of a passage of its former version; empty where that is not certain.

    It is certain where the passage occurs once, and its first and its last word are still there.
    """
    old, new, wanted = (words_of(normalize_text(one)) for one in (before, after, passage))
    texts, sought = [word.text for word in old], [word.text for word in wanted]
    if len(sought) < 2 or len(texts) * len(sought) > _MOST_PAIRS:
        return ""
    starts = list(_places(texts, sought))
    if len(starts) != 1:
        return ""
    first, last = starts[0], starts[0] + len(sought) - 1
    moved = [_moved(word, unequal(old, new)) for word in (first, last)]
    if None in moved:
        return ""
    begins, ends = (new[word] for word in moved if word is not None)
    return normalize_text(after)[begins.start : ends.end]


def _moved(word: int, changed: Iterable[tuple[int, int, int, int]]) -> int | None:
    """Where a word of the former text is in the later one, as numbers of words; None where it changed."""
    shift = 0
    for start, end, _, later in changed:
        if start <= word < end:
            return None
        if start > word:
            break
        shift = later - end
    return word + shift


def _places(words: list[str], sought: list[str]) -> Iterator[int]:
    for start in range(len(words) - len(sought) + 1):
        if words[start] == sought[0] and words[start : start + len(sought)] == sought:
            yield start
