"""Checks that links and images lead to pages, anchors and files that this build publishes.

Links are paths in the output (`articles/2015/a.html#x`), empty where `urls.link_target` refuses the address.
"""

from __future__ import annotations

import posixpath
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from functools import cached_property, partial
from typing import Protocol, TypeVar
from urllib.parse import quote, unquote

from generator import urls
from generator.checks.scope import ArchiveScope, Basis, LazyLocation, Problems, Scope
from generator.checks.traits import Anchors, ArticleAliases, Filed, Outline
from generator.checks.wording import did_you_mean
from generator.diagnostics import Diagnostic, Location, Paste
from generator.linking.names_had import CALLED
from generator.markdown.document import parse
from generator.markdown.origin import LONGEST_PASTED, OriginInYaml
from generator.model import ArticleFacts, Speaker
from generator.text import nearest_name

_T = TypeVar("_T")
_ADDRESS = re.compile(r"[^\s()<>#\"']{1,2000}")
"""An address as it is written; a longer one is none. Without a limit each link would cost a look at its whole line."""

_MOST_SUGGESTED = 100
"""Broken links of one file for which a path is suggested: each costs a look at all paths, and a copy of its line."""


class _Targets:
    """What a link may lead to, and how many suggestions each file was given so far.

    Pages count even where `outputs` leaves them out.
    """

    def __init__(self, scope: Basis, articles: _Articles) -> None:
        self.files = scope.files
        self._pages, self._page_drafts = scope.index.page_paths, scope.index.draft_paths
        self._articles = articles
        self._fragments: dict[str, frozenset[str]] = {}
        self._suggested: Counter[str] = Counter()

    def __contains__(self, path: str) -> bool:
        return path in self.files or path in self._pages or self._articles.has(path)

    def is_draft(self, path: str) -> bool:
        """Whether a path would be that of a draft."""
        return path in self._page_drafts or self._articles.is_draft(path)

    @cached_property
    def all_paths(self) -> frozenset[str]:
        """All that a link may lead to: for suggestions."""
        return frozenset((*self._articles.all_paths(), *self._pages, *self.files))

    @property
    def all_files(self) -> frozenset[str]:
        """All that a picture may be: likewise."""
        return self._articles.all_files()

    def fragments(self, path: str) -> frozenset[str]:
        """The fragments of an article's page; none of another page has any."""
        if path not in self._fragments:
            self._fragments[path] = self._articles.fragments(path)
        return self._fragments[path]

    def may_have(self, path: str, fragment: str) -> bool:
        """Whether it is the anchor of an annotation that may be there: one that could not be read, which is reported
        already, or one of a sidecar in whose place a layer was read."""
        _, id, _ = urls.anchor_parts(fragment)
        return bool(id) and self._articles.may_have(path, id)

    def may_suggest(self, path: str) -> bool:
        """Whether one more link of the file `path` gets a suggestion."""
        self._suggested[path] += 1
        return self._suggested[path] <= _MOST_SUGGESTED


class _Articles(Protocol):
    """The pages of articles that a link may lead to, by their paths in the output."""

    def has(self, path: str) -> bool:
        """Whether an article has this path, or had it."""

    def is_draft(self, path: str) -> bool: ...

    def fragments(self, path: str) -> frozenset[str]: ...

    def may_have(self, path: str, annotation_id: str) -> bool:
        """Whether an annotation with this id may be there, but isn't known."""

    def all_paths(self) -> Iterable[str]: ...

    def all_files(self) -> frozenset[str]: ...


class _OfSymbols:
    """Those that symbols know."""

    def __init__(self, scope: Scope) -> None:
        self._scope, self._known = scope, scope.known

    def has(self, path: str) -> bool:
        return path in self._known.article_paths

    def is_draft(self, path: str) -> bool:
        return path in self._known.draft_paths

    def fragments(self, path: str) -> frozenset[str]:
        article = self._known.articles_by_path.get(path)
        return urls.article_fragments(article) if article else frozenset()

    def may_have(self, path: str, annotation_id: str) -> bool:
        article = self._known.articles_by_path.get(path)
        return article is not None and article.is_broken(annotation_id)

    def all_paths(self) -> Iterable[str]:
        return self._scope.others.article_paths()

    def all_files(self) -> frozenset[str]:
        self._scope.others.note_files()
        return self._scope.files


class _OfTable:
    """Those that a table knows."""

    def __init__(self, scope: ArchiveScope) -> None:
        self._scope = scope

    def has(self, path: str) -> bool:
        aliases = self._called(path, ArticleAliases)
        names = (
            name for article, former in aliases if self._is_shown(article) for name in (article.id, *former.aliases)
        )
        return path in map(urls.article_path, names)

    def is_draft(self, path: str) -> bool:
        filed = (article for article, _ in self._called(path, ArticleAliases) if not self._is_shown(article))
        return path in (urls.article_path(article.id) for article in filed)

    def fragments(self, path: str) -> frozenset[str]:
        found = (one for article, one in self._called(path, Anchors) if urls.article_path(article.id) == path)
        return frozenset(next((one.fragments for one in found), ()))

    def may_have(self, path: str, annotation_id: str) -> bool:
        outlines = (one.facts for article, one in self._called(path, Outline) if urls.article_path(article.id) == path)
        return any(facts.is_broken(annotation_id) for facts in outlines)

    def all_paths(self) -> Iterable[str]:
        shown = self._scope.published(ArticleAliases)
        return (urls.article_path(name) for article, former in shown for name in (article.id, *former.aliases))

    def all_files(self) -> frozenset[str]:
        return self._scope.files

    def _is_shown(self, article: Filed) -> bool:
        return self._scope.settings.drafts or not article.draft

    def _called(self, path: str, trait: type[_T]) -> Iterator[tuple[Filed, _T]]:
        """A value of each article that this path may be, or have been, that of."""
        table, name = self._scope.table, urls.article_with(path)
        ids = table.having(CALLED, [urls.folded(name)]) if name else ()
        return zip(table.of(Filed, ids).values(), table.of(trait, ids).values(), strict=True)


def broken_links(scope: Scope) -> Problems:
    """Links and images of articles that lead nowhere, or to a draft."""
    targets = _Targets(scope, _OfSymbols(scope))
    for article in scope.articles:
        for n, link in enumerate(article.links):
            yield from _checked_link(scope, partial(scope.at_front, article, f"link/{n}"), link, targets)
        picture = article.front.image.src if article.front.image else ""
        if picture and picture not in scope.files:
            yield _bad_link(scope, scope.at_front(article, "image/src"), picture, targets, is_picture=True)


def broken_links_of_pages(scope: ArchiveScope) -> Problems:
    """Links and images of ordinary pages that lead nowhere, or to a draft."""
    targets = _Targets(scope, _OfTable(scope))
    for page in scope.pages:
        for n, link in enumerate(page.links):
            yield from _checked_link(scope, partial(scope.at_page, page, f"link/{n}"), link, targets)


def texts_of_shared_speakers(scope: ArchiveScope) -> Problems:
    """Markdown problems, broken links and missing images in the descriptions of shared speakers."""
    targets = _Targets(scope, _OfTable(scope))
    for speaker in scope.registry.speakers.values():
        if speaker.id not in scope.drafts_speakers:
            yield from _text_of_speaker(scope, speaker, partial(scope.at_speaker, speaker.id), targets)


def texts_of_speakers(scope: Scope) -> Problems:
    """The same, in the descriptions of speakers in sidecars."""
    described = [
        (article, entry)
        for article in scope.articles
        for entry in article.speakers
        if entry.speaker and entry.id not in scope.registry.speakers
    ]
    targets = _Targets(scope, _OfSymbols(scope)) if described else None
    for article, entry in described:
        if targets and entry.speaker:
            where = partial(_at_local_speaker, scope, article, entry.id)
            yield from _text_of_speaker(scope, entry.speaker, where, targets)


def _text_of_speaker(scope: Basis, speaker: Speaker, where: Callable[[str], Location], targets: _Targets) -> Problems:
    """The problems in the texts of one speaker. `where` leads from one of its keys to its location."""
    if speaker.description:
        parsed = parse(speaker.description, speaker.path, _origin(scope, speaker, partial(where, "description")))
        yield from parsed.problems
        for link in parsed.links:
            yield from _checked_link(scope, partial(_known_location, link.location), str(link), targets)
    if speaker.image and (picture := urls.link_target(speaker.path, speaker.image)) not in scope.files:
        yield _bad_link(scope, where("image"), picture, targets, is_picture=True)


def _at_local_speaker(scope: Scope, article: ArticleFacts, id: str, key: str) -> Location:
    return scope.at(article, f"speakers/{id}/{key}")


def _origin(scope: Basis, speaker: Speaker, at: LazyLocation) -> OriginInYaml:
    return OriginInYaml(speaker.description, speaker.path, at, partial(scope.line_of, speaker.path))


def _known_location(at: Location) -> Location:
    """As a `LazyLocation`, with `partial`: `at` is already looked up."""
    return at


def _checked_link(scope: Basis, place: LazyLocation, link: str, targets: _Targets) -> Problems:
    target, _, fragment = link.partition("#")
    if target not in targets:
        yield _bad_link(scope, place(), target, targets)
    elif fragment and target not in targets.files and fragment not in targets.fragments(target):
        if targets.may_have(target, fragment):
            return
        at = place()
        known = targets.fragments(target)
        nearest = nearest_name(fragment, sorted(known)) if targets.may_suggest(at.path) else ""
        otherwise = (
            "link to an annotation by its id, or to a paragraph such as `#p_2`" if known else f"remove `#{fragment}`"
        )
        yield Diagnostic.of(
            "link-fragment",
            at,
            f"The target of this link has no anchor “#{fragment}”.",
            step=did_you_mean(f"#{nearest}" if nearest else "", otherwise),
            paste=_replaced_fragment(scope, at, fragment, nearest) if nearest else None,
        )


def _bad_link(scope: Basis, at: Location, target: str, targets: _Targets, is_picture: bool = False) -> Diagnostic:
    """The problem of a link, or of a picture, that leads nowhere."""
    written = _written_address(scope, at, target) or _source_of(target)
    if targets.is_draft(target):
        message = f"“{written}” is a draft, so the page shows no link to it."
        return Diagnostic.of("link-to-draft", at, message, step="Publish the draft, or remove the link.")
    nearest = ""
    if target and targets.may_suggest(at.path):
        nearest = _nearest_path(target, targets.all_files if is_picture else targets.all_paths, at)
    here = urls.unicode_normal_form("NFC", at.path)  # the disk may have accents on their own, output paths never do
    address = posixpath.relpath(_source_of(nearest), posixpath.dirname(here)) if nearest else ""
    if target:
        message = f"“{written}” is not a page or file that this build publishes."
    else:
        message = "This address doesn't lead to a file under `content/`."
    return Diagnostic.of(
        "link-broken",
        at,
        message,
        step=did_you_mean(address, "write the path of a file under `content/`, relative to this file"),
        paste=_replaced_address(scope, at, target, address) if address else None,
    )


def _nearest_path(target: str, good: Iterable[str], at: Location) -> str:
    """The known path most like `target`, to suggest instead; empty if none is near.

    It is of the same kind (page or file), its file name is alike, not only its folder, and it is not the page that
    holds the link.
    """
    from rapidfuzz import fuzz  # late: only a message needs it

    kind, name = target.endswith(".html"), posixpath.basename(target)
    here = urls.unicode_normal_form("NFC", at.path)
    candidates = (path for path in good if path.endswith(".html") == kind and _source_of(path) != here)
    alike = (path for path in candidates if fuzz.ratio(name, posixpath.basename(path), score_cutoff=70))
    return nearest_name(target, sorted(alike))  # sorted: of two equally near paths, every run suggests the same


def _source_of(path: str) -> str:
    """The source file of an output path, which is what a writer links to."""
    if not path.endswith(".html"):
        return f"content/{path}" if "/" in path else f"content/pages/{path}"
    stem = path.removesuffix(".html")
    return f"content/{stem}.md" if stem.startswith("articles/") else f"content/pages/{stem}.md"


def _written_address(scope: Basis, at: Location, target: str) -> str:
    """The address written at a location, if it leads to `target`; else empty."""
    line = scope.line_of(at.path, at.line)
    match = _ADDRESS.match(line, at.column - 1) if line else None
    written = match.group() if match else ""
    for address in (written, written.rstrip(",]}")):  # in braces a comma or a brace may follow
        if address and urls.link_target(at.path, unquote(address)) == target:
            return address
    return ""


def _line(scope: Basis, at: Location) -> str:
    """The line at a location, to paste with a change; empty where it is unknown or too long to be shown."""
    line = scope.line_of(at.path, at.line) or ""
    return line if len(line) <= LONGEST_PASTED else ""


def _replaced_fragment(scope: Basis, at: Location, fragment: str, by: str) -> Paste | None:
    line = _line(scope, at)
    start = line.find(f"#{fragment}", at.column - 1)
    return Paste(at.line, at.line, (f"{line[:start]}#{by}{line[start + 1 + len(fragment) :]}",)) if start >= 0 else None


def _replaced_address(scope: Basis, at: Location, target: str, by: str) -> Paste | None:
    line, written = _line(scope, at), _written_address(scope, at, target)
    if not line or not written:
        return None
    start, end = at.column - 1, at.column - 1 + len(written)
    return Paste(at.line, at.line, (line[:start] + quote(by, safe="/") + line[end:],))
