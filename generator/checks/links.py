"""Checks that links and images lead to pages, anchors and files that this build publishes.

Links are paths in the output (`articles/2015/a.html#x`), empty where `urls.link_target` refuses the address.
"""

from __future__ import annotations

import posixpath
import re
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator
from functools import partial
from urllib.parse import quote, unquote

from generator import urls
from generator.checks.scope import LazyLocation, Problems, Scope
from generator.checks.wording import did_you_mean
from generator.diagnostics import Diagnostic, Location, Paste
from generator.markdown.document import parse
from generator.markdown.origin import LONGEST_PASTED, OriginInYaml
from generator.model import Speaker
from generator.text import nearest_name

_ADDRESS = re.compile(r"[^\s()<>#\"']{1,2000}")
"""An address as it is written; a longer one is none. Without a limit each link would cost a look at its whole line."""

_MOST_SUGGESTED = 100
"""Broken links of one file for which a path is suggested: each costs a look at all paths, and a copy of its line."""


class _Targets:
    """What a link may lead to, and how many suggestions each file was given so far."""

    def __init__(self, scope: Scope) -> None:
        self.paths, self.drafts, self.files = _linked_paths(scope), _draft_paths(scope), scope.files
        self._articles = {urls.article_path(a.id): a for a in scope.articles}
        self._fragments: dict[str, frozenset[str]] = {}
        self._suggested: Counter[str] = Counter()

    def fragments(self, path: str) -> frozenset[str]:
        """The fragments of an article's page; none of another page has any."""
        if path not in self._fragments:
            article = self._articles.get(path)
            self._fragments[path] = frozenset(urls.article_fragments(article)) if article else frozenset()
        return self._fragments[path]

    def may_suggest(self, path: str) -> bool:
        """Whether one more link of the file `path` gets a suggestion."""
        self._suggested[path] += 1
        return self._suggested[path] <= _MOST_SUGGESTED


def broken_links(scope: Scope) -> Problems:
    """Links and images of articles and ordinary pages that lead nowhere, or to a draft."""
    targets = _Targets(scope)
    for article in scope.articles:
        for n, link in enumerate(article.links):
            yield from _checked_link(scope, partial(scope.at_front, article, f"link/{n}"), link, targets)
        picture = article.front.image.src if article.front.image else ""
        if picture and picture not in scope.files:
            yield _bad_link(scope, scope.at_front(article, "image/src"), picture, targets, targets.files)
    for page in scope.pages:
        for n, link in enumerate(page.links):
            yield from _checked_link(scope, partial(scope.at_page, page, f"link/{n}"), link, targets)


def speakers_texts(scope: Scope) -> Problems:
    """Markdown problems, broken links and missing images in the descriptions of shared and local speakers."""
    targets = _Targets(scope)
    for speaker, where in _described_speakers(scope):
        if speaker.description:
            parsed = parse(speaker.description, speaker.path, _origin(scope, speaker, partial(where, "description")))
            yield from parsed.problems
            for link in parsed.links:
                yield from _checked_link(scope, partial(_known_location, link.location), str(link), targets)
        if speaker.image and (picture := urls.link_target(speaker.path, speaker.image)) not in scope.files:
            yield _bad_link(scope, where("image"), picture, targets, targets.files)


def _origin(scope: Scope, speaker: Speaker, at: LazyLocation) -> OriginInYaml:
    return OriginInYaml(speaker.description, speaker.path, at, partial(scope.line_of, speaker.path))


def _known_location(at: Location) -> Location:
    """As a `LazyLocation`, with `partial`: `at` is already looked up."""
    return at


def _described_speakers(scope: Scope) -> Iterator[tuple[Speaker, Callable[[str], Location]]]:
    """Each described speaker, with a function from one of its keys to its location."""
    shared = (one for id, one in scope.registry.speakers.items() if id not in scope.symbols.drafts_speakers)
    for speaker in shared:
        yield speaker, partial(scope.at_speaker, speaker.id)
    for article in scope.articles:
        for entry in article.speakers:
            if entry.speaker and entry.id not in scope.registry.speakers:
                yield entry.speaker, lambda key, a=article, e=entry: scope.at(a, f"speakers/{e.id}/{key}")  # type: ignore[misc]


def _checked_link(scope: Scope, place: LazyLocation, link: str, targets: _Targets) -> Problems:
    target, _, fragment = link.partition("#")
    if target not in targets.paths:
        yield _bad_link(scope, place(), target, targets, targets.paths)
    elif fragment and target not in targets.files and fragment not in targets.fragments(target):
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


def _linked_paths(scope: Scope) -> frozenset[str]:
    """The output paths that a text may link to. Pages count even where `outputs` leaves them out."""
    articles = (urls.article_path(name) for a in scope.articles for name in (a.id, *a.front.aliases))
    pages = (urls.page_path(name) for p in scope.pages for name in (p.id, *p.aliases))
    unreadable = (
        urls.page_path(key.removeprefix("pages/")) if key.startswith("pages/") else urls.article_path(key)
        for key in scope.unreadable
        if not key.endswith(":")
    )
    return frozenset((*articles, *pages, *unreadable, *scope.files))


def _draft_paths(scope: Scope) -> frozenset[str]:
    pages = (urls.page_path(page.id) for page in scope.draft_pages)
    return frozenset((*map(urls.article_path, scope.symbols.drafts), *pages))


def _bad_link(scope: Scope, at: Location, target: str, targets: _Targets, good: Collection[str]) -> Diagnostic:
    written = _written_address(scope, at, target) or _source_of(target)
    if target in targets.drafts:
        message = f"“{written}” is a draft, so the page shows no link to it."
        return Diagnostic.of("link-to-draft", at, message, step="Publish the draft, or remove the link.")
    nearest = _nearest_path(target, good, at) if target and targets.may_suggest(at.path) else ""
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


def _written_address(scope: Scope, at: Location, target: str) -> str:
    """The address written at a location, if it leads to `target`; else empty."""
    line = scope.line_of(at.path, at.line)
    match = _ADDRESS.match(line, at.column - 1) if line else None
    written = match.group() if match else ""
    for address in (written, written.rstrip(",]}")):  # in braces a comma or a brace may follow
        if address and urls.link_target(at.path, unquote(address)) == target:
            return address
    return ""


def _line(scope: Scope, at: Location) -> str:
    """The line at a location, to paste with a change; empty where it is unknown or too long to be shown."""
    line = scope.line_of(at.path, at.line) or ""
    return line if len(line) <= LONGEST_PASTED else ""


def _replaced_fragment(scope: Scope, at: Location, fragment: str, by: str) -> Paste | None:
    line = _line(scope, at)
    start = line.find(f"#{fragment}", at.column - 1)
    return Paste(at.line, at.line, (f"{line[:start]}#{by}{line[start + 1 + len(fragment) :]}",)) if start >= 0 else None


def _replaced_address(scope: Scope, at: Location, target: str, by: str) -> Paste | None:
    line, written = _line(scope, at), _written_address(scope, at, target)
    if not line or not written:
        return None
    start, end = at.column - 1, at.column - 1 + len(written)
    return Paste(at.line, at.line, (line[:start] + quote(by, safe="/") + line[end:],))
