"""An article at one time, compiled: its facts and passages, and its version to be compared. Touches no files."""

from __future__ import annotations

from collections.abc import Mapping

from generator.comparing.versions import AnyVersion, UnreadableVersion, read_version
from generator.compiling.article import compile_article
from generator.diagnostics import Diagnostic, Location
from generator.formats.front_matter import read_front_matter
from generator.model import AnnotationFacts, ArticleFacts, ArticleSource
from generator.values import Immutable


class ArticleState(Immutable):
    """What the two files of an article say.

    `facts` are None if its front matter is broken. `text` is its body as written, its white space collapsed. `problems`
    and `locations` are as in `Compiled`.
    """

    source: ArticleSource
    facts: ArticleFacts | None
    text: str
    problems: tuple[Diagnostic, ...]
    locations: Mapping[str, Location]

    @property
    def id(self) -> str:
        return self.source.id

    @property
    def is_published(self) -> bool:
        """Whether readers see it: it can be read, and is no draft."""
        return self.facts is not None and not self.facts.front.draft

    @property
    def is_readable(self) -> bool:
        """Whether its front matter and its sidecar can be read, invalid entries apart."""
        return self.facts is not None and not self.facts.broken_sidecar and not self._lacks_its_sidecar

    @property
    def annotations(self) -> Mapping[str, AnnotationFacts]:
        """Its valid annotations by id, in the order of their notes."""
        return {one.id: one for one in self.facts.annotations} if self.facts else {}

    @property
    def annotations_at(self) -> Location:
        """The first line of its sidecar; that of its text where it has none."""
        return Location(self.source.sidecar_path or self.source.path)

    @property
    def _lacks_its_sidecar(self) -> bool:
        """Whether there is a sidecar of which no byte could be read."""
        return bool(self.source.sidecar_path) and self.source.sidecar is None

    def version(self, *, with_places: bool) -> AnyVersion:
        """The article as it is compared; `with_places` only where the other version has the same text."""
        if self._lacks_its_sidecar:
            return UnreadableVersion(self.id)
        places = {one.id: one.passages for one in self.annotations.values()} if with_places else None
        return read_version(self.id, self.source.sidecar, self.source.text, places)

    def at(self, *keys: str) -> Location:
        """The location of the first of these keys of its sidecar that is there, else of its first line."""
        found = (self.locations.get(f"sidecar/{key}") for key in keys)
        return next(filter(None, found), self.annotations_at)


def article_state(source: ArticleSource) -> ArticleState:
    """Compiles an article. Its problems are values; never raises."""
    compiled = compile_article(source)
    text = " ".join(read_front_matter(source.text, source.path).body.split())
    return ArticleState(source, compiled.facts, text, compiled.diagnostics, compiled.locations)
