"""Decides the response to a request to the preview, from the state. Opens no socket and no file of the site."""

from __future__ import annotations

import re
from dataclasses import dataclass
from importlib import resources
from pathlib import PurePosixPath
from urllib.parse import quote

from markupsafe import Markup

from generator.server.routing import OWN, Route, content_type, route_of
from generator.server.state import Content, PreviewState, tag_of


@dataclass(frozen=True, slots=True)
class Response:
    """The response to a request. A `Path` is read when it is sent; `headers` are those that only this response has."""

    status: int
    type: str = "text/plain; charset=utf-8"
    body: Content = b""
    headers: tuple[tuple[str, str], ...] = ()


# ── answers ──────────────────────────────────────────────────────────────────────────────────────────────────────


def respond(state: PreviewState, target: str, *, has_desk: bool = False) -> Response:
    """The response to a request for `target`, the target as the request line has it. Pages of articles get the desk
    if there is one."""
    if target.startswith(OWN):
        return _own_file(target.removeprefix(OWN))
    place = route_of(target, state.base, state.files or {})
    if place.kind == "elsewhere":
        return Response(302, headers=(("Location", place.path),))
    if place.kind == "outside":
        return _outside(state)
    if state.files is None:
        return _not_yet(state, place)
    if place.kind == "nothing":
        return _not_found(state, place.path)
    return _file(state, place.path, state.files[place.path], has_desk=has_desk)


def _own_file(name: str) -> Response:
    if name not in _OUR_FILES:
        return Response(404, body=b"Not found.\n")
    data = (resources.files("generator.server") / "static" / name).read_bytes()
    return Response(200, content_type(name), data, (("Cache-Control", "no-cache"),))


_DESK_PARTS = """
    conflict deskbar desk dom drawer form front marking new_article notes page server text toolbar voices
    """.split()
_DESK_STYLES = ("desk", "new_article", "words")
_OUR_FILES = frozenset(
    (
        "live.js",
        "live.css",
        *(f"desk/{name}.css" for name in _DESK_STYLES),
        *(f"desk/{name}.js" for name in _DESK_PARTS),
    )
)


def _file(state: PreviewState, path: str, data: Content, *, has_desk: bool) -> Response:
    kind = content_type(path)
    if kind.startswith("text/html") and isinstance(data, bytes):
        page = _with_desk(data) if has_desk else data
        return Response(200, kind, _with_script(page, state, path), _NOT_KEPT)
    tag = f'"{tag_of(state, path)}"'
    return Response(200, kind, data, (("Cache-Control", "no-cache"), ("ETag", tag)))


_NOT_KEPT = (("Cache-Control", "no-store"),)
_HTML = "text/html; charset=utf-8"


def _not_found(state: PreviewState, path: str) -> Response:
    page = (state.files or {}).get("404.html")
    if not isinstance(page, bytes):
        words = Markup("<p>The site has no page at this address.</p>")
        return Response(404, _HTML, _own_page("Page not found", words, state, path), _NOT_KEPT)
    return Response(404, _HTML, _with_script(_with_local_links(page, state), state, path), _NOT_KEPT)


def _with_local_links(page: bytes, state: PreviewState) -> bytes:
    """Replace the site's public URL by its path on this server.

    404.html has absolute URLs, because it is served at any depth. In the preview they would lead to the published site,
    and the content security policy would block the style sheet.
    """
    return page.replace(f'="{state.url}'.encode(), f'="{quote(state.base)}'.encode()) if state.url else page


def _outside(state: PreviewState) -> Response:
    words = Markup('<p>The site is at <a href="{0}">{0}</a>.</p>').format(quote(state.base))
    return Response(404, _HTML, _own_page("Page not found", words, state, ""), _NOT_KEPT)


def _not_yet(state: PreviewState, place: Route) -> Response:
    headers = (*_NOT_KEPT, ("Retry-After", "1"))
    if PurePosixPath(place.path).suffix not in ("", ".html"):
        return Response(503, body=b"The site is not built yet.\n", headers=headers)
    if not state.build:
        words = Markup("<p><progress></progress></p>\n<p id=step>This page loads by itself after the build.</p>")
        return Response(503, _HTML, _own_page("The site is being built", words, state, place.path), headers)
    words = Markup("<p>The site is built again as soon as one of its files changes ({}).</p>\n{}").format(
        state.found, state.problems
    )
    return Response(503, _HTML, _own_page("The site can’t be built", words, state, place.path), headers)


# ── HTML ─────────────────────────────────────────────────────────────────────────────────────────────────────────


_SCRIPT = Markup(
    '<script src="{own}live.js" defer data-page="{page}" data-tag="{tag}" data-version="{version}"></script>\n'
)

_PAGE = Markup("""\
<!doctype html>
<html lang="en">
<head>
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; script-src 'self'; style-src 'self'; \
connect-src 'self'; base-uri 'none'; form-action 'none'">
<meta charset="utf-8">
<title>{title}</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<link rel="stylesheet" href="{own}live.css">
</head>
<body class="own">
<main>
<h1>{title}</h1>
{words}
</main>
</body>
</html>
""")


def _own_page(title: str, words: Markup, state: PreviewState, path: str) -> bytes:
    return _with_script(str(_PAGE.format(title=title, words=words, own=OWN)).encode(), state, path)


def _with_desk(page: bytes) -> bytes:
    """The page with the writing desk, if it is that of an article."""
    article = _ARTICLE.search(page)
    before, end, rest = page.rpartition(b"</body>")
    if not article or not end:
        return page
    script = _DESK_SCRIPT.format(own=OWN, article=Markup(article[1].decode()))
    return before + str(script).encode() + end + rest


_ARTICLE = re.compile(rb' data-article-text="?([^"\s>]+)')
_DESK_SCRIPT = Markup('<script type="module" src="{own}desk/desk.js" data-desk="{article}"></script>\n')


def _with_script(page: bytes, state: PreviewState, path: str) -> bytes:
    """The page as it is published, plus the script that listens for builds."""
    script = _SCRIPT.format(own=OWN, page=path, tag=tag_of(state, path), version=state.version)
    before, end, rest = page.rpartition(b"</body>")
    if not end:
        before, rest = rest, b""
    return before + str(script).encode() + end + rest
