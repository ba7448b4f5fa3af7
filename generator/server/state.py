"""The state of the preview after each build: files, problems, and what changed. Knows no sockets and no clock."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path, PurePosixPath
from urllib.parse import quote

from markupsafe import Markup

from generator import __version__
from generator.diagnostics import Diagnostic, SourceLine, as_plain_text, has_errors, printable, summary
from generator.pipeline.result import Built
from generator.server.annotation_at import annotation_at
from generator.server.routing import base_of
from generator.urls import article_path, note_anchor

MOST_SHOWN = 100
"""Problems shown at once: more than anyone fixes between two builds."""

_LOADED = frozenset([
    "css", "js", "avif", "gif", "jpg", "jpeg", "png", "webp", "svg", "ico", "woff2", "mp3", "m4a", "ogg", "mp4", "webm",
    "vtt",
])  # fmt: skip
"""Extensions of files that pages load."""

Content = bytes | Path
"""The bytes of a file, or the source file that is copied."""


@dataclass(frozen=True, slots=True)
class Crash:
    """A build that ended in an exception: its type and message, and the traceback."""

    words: str
    trace: str = ""


@dataclass(frozen=True, slots=True)
class PreviewState:
    """What the preview shows now: the files of the last build that had any, and the problems of the last build.

    `run` identifies one run of the server, and `build` counts its builds. `url` is the site's public URL. `files` is
    None until a build succeeds. `failed` means that the last build did not. `found` sums up its problems (“1 error”),
    and `problems` lists them as HTML; both may be empty. `changed` has the number of the build in which each file that
    pages load last changed; `digests` the SHA-256 of every file.
    """

    run: str
    url: str = ""
    build: int = 0
    files: Mapping[str, Content] | None = None
    failed: bool = False
    found: str = ""
    problems: Markup = Markup()  # noqa: RUF009 - immutable
    changed: Mapping[str, int] = field(default_factory=dict)
    digests: Mapping[str, str] = field(default_factory=dict)

    @property
    def base(self) -> str:
        """The path under which the site is served: `/` or `/archive/`."""
        return base_of(self.url)

    @property
    def version(self) -> str:
        """Identifies this state among those of all runs: `<run>.<build>`."""
        return f"{self.run}.{self.build}"


# ── from one build to the next ───────────────────────────────────────────────────────────────────────────────────


DigestOf = Callable[[str], str]
"""Maps the path of a source to the digest of its bytes; to an empty one where the preview may not change it."""


def no_digest(path: str) -> str:
    """Where the preview may change no file."""
    return ""


def after(
    state: PreviewState, made: Built | Crash, line_of: SourceLine, digest_of: DigestOf = no_digest
) -> PreviewState:
    """The state after the build `made`. If it has no files, the previous ones stay, under its problems."""
    build = state.build + 1
    if isinstance(made, Crash):
        return replace(state, build=build, failed=True, found="an internal error", problems=_internal_error(made))
    found = summary(made.diagnostics)
    shown = [d for d in made.diagnostics if d.severity != "notice"]
    if made.files is None:  # first the problems that prevent a build: those outside content/
        shown.sort(key=lambda d: d.location.path.startswith("content/"))
    problems = _problems(shown, line_of, cache(digest_of)) if shown else Markup()
    state = replace(state, build=build, failed=made.files is None, found=found, problems=problems)
    if made.files is None:
        return state
    changed = {path: state.changed.get(path, build) for path in made.files if _is_loaded(path)}
    changed |= {path: build for path in changed if state.digests.get(path) != made.digests[path]}
    url = made.about.url if made.about else state.url
    return replace(state, url=url, files=made.files, digests=made.digests, changed=changed)


def brings_trouble(made: Built | Crash, before: frozenset[Diagnostic]) -> bool:
    """Whether a build failed, or has an error that is not in `before`: it may have read a half-written file."""
    if isinstance(made, Crash) or made.files is None:
        return True
    return has_errors(d for d in made.diagnostics if d not in before)


def _is_loaded(path: str) -> bool:
    return PurePosixPath(path).suffix[1:].lower() in _LOADED


# ── events for a page ────────────────────────────────────────────────────────────────────────────────────────────


def tag_of(state: PreviewState, path: str) -> str:
    """Identifies the bytes that a browser would get for this path now. A page whose tag changes should be reloaded."""
    if state.files is None:
        return _digest(f"{state.found}{state.problems}".encode()) if state.build else "waiting"
    return state.digests.get(path, "nothing")


def news(state: PreviewState, path: str, since: str, fixing: Mapping[str, object] | None = None) -> str:
    """The event for the page at `path`, which was loaded in version `since`, as a JSON object.

    `tag` and `version` are the current ones; `changed` lists the URL paths of files that the page may have loaded and
    that have changed since; `problems` is HTML and `found` its summary; `failed` means that the last build failed, so
    that the page is older than the problems. `fixing` is what the page needs to send requests, if it may.
    """
    run, _, build = since.rpartition(".")
    last = int(build) if run == state.run and build.isdigit() else -1
    changed = [path for path, at in state.changed.items() if at > last]
    if last < 0:  # another run: what changed is unknown, and reloading a style sheet does no harm
        changed = [path for path in changed if path.endswith(".css")]
    event = {
        "version": state.version,
        "tag": tag_of(state, path),
        "changed": [quote(state.base + path) for path in changed],
        "failed": state.failed,
        "found": state.found,
        "problems": str(state.problems),
        "fixing": fixing,
    }
    return json.dumps(event, ensure_ascii=False)


def _digest(data: bytes) -> str:
    return hashlib.blake2b(data, digest_size=12).hexdigest()


# ── HTML ─────────────────────────────────────────────────────────────────────────────────────────────────────────


def _internal_error(crash: Crash) -> Markup:
    message = f"Internal error: this is a bug in Counterpoint {__version__}, not a mistake in your files."
    step = "Run `serve` with `-v`, and please open an issue in Counterpoint’s repository with what the terminal shows."
    return Markup('<ol>\n<li class="error">\n<p>{}</p>\n<pre dir="auto">{}</pre>\n<p>{}</p>\n</li>\n</ol>').format(
        message, printable(crash.words), step
    )


def _problems(diagnostics: list[Diagnostic], line_of: SourceLine, digest_of: DigestOf) -> Markup:
    """A list of the problems, errors first, each with the lines that a terminal shows."""
    by_severity = sorted(diagnostics, key=lambda d: d.severity != "error")
    items = Markup("\n").join(_problem(d, line_of, digest_of) for d in by_severity[:MOST_SHOWN])
    more = len(by_severity) - MOST_SHOWN
    rest = (
        Markup("\n<p>… and {} more; the command <code>check --format json</code> lists all of them.</p>").format(
            f"{more:,}"
        )
        if more > 0
        else Markup()
    )
    return Markup("<ol>\n{}\n</ol>{}").format(items, rest)


def _problem(diagnostic: Diagnostic, line_of: SourceLine, digest_of: DigestOf) -> Markup:
    _, *lines = as_plain_text(diagnostic, line_of).split("\n")
    frame = Markup("<pre>{}</pre>\n").format("\n".join(lines)) if lines else Markup()
    return Markup(
        '<li class="{0}">\n<p class="where"><b>{0}</b> <code>{1}</code> {2}</p>\n<p dir="auto">{3}</p>\n{4}{5}</li>'
    ).format(
        diagnostic.severity,
        printable(str(diagnostic.location)),
        diagnostic.code,
        printable(diagnostic.message),
        frame,
        _button(diagnostic, line_of, digest_of),
    )


def _button(diagnostic: Diagnostic, line_of: SourceLine, digest_of: DigestOf) -> Markup:
    """The button that makes the paste of a problem: hidden until the page's script knows that it may send requests.

    For an annotation, it names the page and the note beside which it is shown as well.
    """
    at = diagnostic.location
    digest = digest_of(at.path) if diagnostic.paste else ""
    if not digest:
        return Markup()
    article = _SIDECAR.fullmatch(at.path)
    annotation = annotation_at(line_of, at.path, at.line) if article else ""
    note = (article_path(article[1]), note_anchor(annotation)) if article and annotation else ("", "")
    return _BUTTON.format(diagnostic.code, at.path, at.line, at.column, digest, *note)


_SIDECAR = re.compile(r"content/articles/(.+)\.yaml")
_BUTTON = Markup(
    '<p><button type="button" class="fix" aria-label="Fix {1}, line {2}" hidden data-code="{0}" data-path="{1}" '
    'data-line="{2}" data-column="{3}" data-digest="{4}" data-page="{5}" data-note="{6}">Fix</button></p>\n'
)
