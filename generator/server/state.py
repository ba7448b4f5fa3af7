"""What the browser is shown of a build: its files, its problems, and what changed; knows no sockets and no clock."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path, PurePosixPath
from urllib.parse import quote

from markupsafe import Markup

from generator import __version__
from generator.diagnostics import Diagnostic, SourceLine, as_plain_text, has_errors, printable, summary
from generator.pipeline.result import Built
from generator.server.routing import base_of

MOST_SHOWN = 100
"""Problems that are shown at once: more than anybody mends between two looks. The terminal has all of them."""

_LOADED = frozenset([
    "css", "js", "avif", "gif", "jpg", "jpeg", "png", "webp", "svg", "ico", "woff2", "mp3", "m4a", "ogg", "mp4", "webm",
    "vtt",
])  # fmt: skip
"""Endings of what pages load."""

Content = bytes | Path


@dataclass(frozen=True, slots=True)
class Crash:
    """A build that ended in an error of the program itself: what it says, and where it happened."""

    words: str
    trace: str = ""


@dataclass(frozen=True, slots=True)
class PreviewState:
    """What is shown now: the files of the last build that could be shown, and what is wrong with the last one.

    `files` is None as long as there was none. `url` is where the site will stand; `run` tells one run of the server
    from the next, `build` counts in it. `problems` is empty or HTML. `digests` are those of all files, `changed`
    tells in which build each file that pages load was last another one.
    """

    run: str
    url: str = ""
    build: int = 0
    files: Mapping[str, Content] | None = None
    failed: bool = False
    found: str = ""
    problems: Markup = Markup()  # noqa: RUF009 - it can't be changed
    changed: Mapping[str, int] = field(default_factory=dict)
    digests: Mapping[str, str] = field(default_factory=dict)

    @property
    def base(self) -> str:
        return base_of(self.url)

    @property
    def version(self) -> str:
        return f"{self.run}.{self.build}"


# ── from one build to the next ───────────────────────────────────────────────────────────────────────────────────


def after(screen: PreviewState, made: Built | Crash, line_of: SourceLine) -> PreviewState:
    """What is shown once this was built: where it gave no pages, those that were shown stay, under the problems."""
    build = screen.build + 1
    if isinstance(made, Crash):
        return replace(screen, build=build, failed=True, found="a fault of the program", problems=_fault(made))
    found = summary(made.diagnostics)
    shown = [d for d in made.diagnostics if d.severity != "notice"]
    if made.files is None:  # first what keeps it from being built
        shown.sort(key=lambda d: d.location.path.startswith("content/"))
    problems = _problems(shown, line_of) if shown else Markup()
    told = replace(screen, build=build, failed=made.files is None, found=found, problems=problems)
    if made.files is None:
        return told
    changed = {path: screen.changed.get(path, build) for path in made.files if _is_loaded(path)}
    changed |= {path: build for path in changed if screen.digests.get(path) != made.digests[path]}
    url = made.about.url if made.about else screen.url
    return replace(told, url=url, files=made.files, digests=made.digests, changed=changed)


def brings_trouble(made: Built | Crash, before: frozenset[Diagnostic]) -> bool:
    """Whether a build shows less, or has an error that wasn't there `before`: it may have met a half-written file."""
    if isinstance(made, Crash) or made.files is None:
        return True
    return has_errors(d for d in made.diagnostics if d not in before)


def _is_loaded(path: str) -> bool:
    return PurePosixPath(path).suffix[1:].lower() in _LOADED


# ── what a page hears ────────────────────────────────────────────────────────────────────────────────────────────


def tag_of(screen: PreviewState, path: str) -> str:
    """Which bytes a browser would get for this path now, in a word; another word when it should load them anew."""
    if screen.files is None:
        return _digest(f"{screen.found}{screen.problems}".encode()) if screen.build else "waiting"
    return screen.digests.get(path, "nothing")


def news(screen: PreviewState, path: str, since: str) -> str:
    """What the page at `path`, loaded in version `since`, has to know, as JSON.

    `tag` and `version` are those of now, `changed` the addresses of files that it may have loaded and that are others
    now, `problems` HTML with `found` as their sum, `failed` tells that what is shown is older than the problems.
    """
    run, _, build = since.rpartition(".")
    last = int(build) if run == screen.run and build.isdigit() else -1
    changed = [path for path, at in screen.changed.items() if at > last]
    if last < 0:  # of another run, nothing is known: fetching a style sheet once more does no harm
        changed = [path for path in changed if path.endswith(".css")]
    told = {
        "version": screen.version,
        "tag": tag_of(screen, path),
        "changed": [quote(screen.base + path) for path in changed],
        "failed": screen.failed,
        "found": screen.found,
        "problems": str(screen.problems),
    }
    return json.dumps(told, ensure_ascii=False)


def _digest(data: bytes) -> str:
    return hashlib.blake2b(data, digest_size=12).hexdigest()


# ── HTML ─────────────────────────────────────────────────────────────────────────────────────────────────────────


def _fault(fault: Crash) -> Markup:
    words = f"Something went wrong inside Counterpoint {__version__}; it is not your fault."
    step = "Please open an issue in Counterpoint’s repository with what the terminal says when it is run with -v."
    return Markup('<ol>\n<li class="error">\n<p>{}</p>\n<pre dir="auto">{}</pre>\n<p>{}</p>\n</li>\n</ol>').format(
        words, printable(fault.words), step
    )


def _problems(diagnostics: list[Diagnostic], line_of: SourceLine) -> Markup:
    """A list, errors first, each with the lines that a terminal shows."""
    by_weight = sorted(diagnostics, key=lambda d: d.severity != "error")
    items = Markup("\n").join(_problem(d, line_of) for d in by_weight[:MOST_SHOWN])
    more = len(by_weight) - MOST_SHOWN
    rest = Markup("\n<p>… and {} more, which the terminal shows.</p>").format(f"{more:,}") if more > 0 else Markup()
    return Markup("<ol>\n{}\n</ol>{}").format(items, rest)


def _problem(diagnostic: Diagnostic, line_of: SourceLine) -> Markup:
    _, *lines = as_plain_text(diagnostic, line_of).split("\n")
    frame = Markup("<pre>{}</pre>\n").format("\n".join(lines)) if lines else Markup()
    return Markup(
        '<li class="{0}">\n<p class="where"><b>{0}</b> <code>{1}</code> {2}</p>\n<p dir="auto">{3}</p>\n{4}</li>'
    ).format(
        diagnostic.severity,
        printable(str(diagnostic.location)),
        diagnostic.code,
        printable(diagnostic.message),
        frame,
    )
