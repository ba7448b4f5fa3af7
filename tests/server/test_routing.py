"""Law 17: what a request may be answered with, and who may ask."""

from __future__ import annotations

from urllib.parse import quote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.server.routing import Route, base_of, content_type, route_of

FILES = {
    "index.html", "404.html", "style.css", "articles/index.html", "articles/2015/x.html", "articles/2015/Дело.html",
    "articles/2015/50%.html", "speakers/index.html", "a?b.html", "feed.xml",
}  # fmt: skip


@pytest.mark.parametrize(
    ("target", "path"),
    [
        ("/", "index.html"),
        ("/index.html", "index.html"),
        ("/articles/", "articles/index.html"),
        ("/articles/2015/x.html", "articles/2015/x.html"),
        ("/articles/2015/x.html?page=2&x=/../", "articles/2015/x.html"),
        ("/articles/2015/x.html#here", "articles/2015/x.html"),
        ("/articles/2015/%D0%94%D0%B5%D0%BB%D0%BE.html", "articles/2015/Дело.html"),
        ("/articles/2015/50%25.html", "articles/2015/50%.html"),
        ("/a%3Fb.html", "a?b.html"),
        ("/st%79le.css", "style.css"),
    ],
)
@pytest.mark.parametrize("base", ["/", "/counterpoint/", "/a/b c/"])
def test_a_file_is_found_wherever_the_site_stands(target: str, path: str, base: str):
    assert route_of(base.replace(" ", "%20") + target[1:], base, FILES) == Route("file", path)


def test_letters_that_are_stored_in_two_ways_are_the_same():
    assert route_of("/caf%65%CC%81.html", "/", {"café.html"}) == Route("file", "café.html")


def test_bytes_that_were_not_encoded_are_utf_8():
    assert route_of("/Дело.html".encode().decode("latin-1"), "/", {"Дело.html"}) == Route("file", "Дело.html")


@pytest.mark.parametrize(
    ("target", "base", "leads_to"),
    [
        ("/articles", "/", "/articles/"),
        ("/articles?x=1", "/", "/articles/"),
        ("/c/articles", "/c/", "/c/articles/"),
        ("/", "/c/", "/c/"),
        ("/c", "/c/", "/c/"),
        ("/", "/%/", "/%25/"),
        ("/a%20b", "/a b/", "/a%20b/"),
    ],
)
def test_what_is_a_folder_gets_its_slash(target: str, base: str, leads_to: str):
    assert route_of(target, base, FILES) == Route("elsewhere", leads_to)


OUTSIDE = [
    "/../site.yaml", "/..", "/articles/../../site.yaml", "/articles/../index.html", "/./index.html", "/articles/./x",
    "/%2e%2e/site.yaml", "/%2E%2E%2Fsite.yaml", "/..%2f..%2fetc/passwd", "/articles/%2e%2e/%2e%2e/site.yaml",
    "/..\\site.yaml", "/..%5c..%5csite.yaml", "/articles\\..\\index.html", "\\index.html",
    "//etc/passwd", "///index.html", "/articles//2015/x.html", "/%2fetc/passwd",
    "/index.html%00", "/index.html\x00.png", "/%00", "/index%0a.html", "/index%0d%0aSet-Cookie:x.html", "/\x7f",
    "/%ff%fe", "/%c0%ae%c0%ae/site.yaml", "/\udc80", "/Дело.html",
    "", "*", "index.html", "http://elsewhere.example/index.html", "http://127.0.0.1:8000/index.html", "C:/index.html",
]  # fmt: skip


class Everything:
    """A site in which there is every file."""

    def __contains__(self, path: object) -> bool:
        return True


@pytest.mark.parametrize("target", OUTSIDE)
@pytest.mark.parametrize("base", ["/", "/c/"])
def test_no_path_leads_out(target: str, base: str):
    assert route_of(target, base, Everything()).kind == "outside"
    if target.startswith("/"):
        assert route_of(base + target[1:], base, Everything()).kind == "outside"


@pytest.mark.parametrize(
    "target",
    ["/etc/passwd", "/C:/windows/win.ini", "/%252e%252e/site.yaml", "/.../x", "/~root/", "/INDEX.HTML", "/index.html/"],
)
def test_what_is_no_file_of_the_site_is_nothing(target: str):
    assert route_of(target, "/", FILES).kind == "nothing"


@pytest.mark.parametrize("target", ["/x", "/c.html", "/cc/", "/c%2Farticles/x", "/C/"])
def test_beside_the_site_there_is_nothing_of_it(target: str):
    assert route_of(target, "/c/", FILES).kind in ("outside", "nothing")


_TARGETS = st.lists(
    st.sampled_from([*"/.%\\:?#ac2eE5fF0", "..", "%2e", "%2f", "%00", "articles", "index.html", "\xe9"])
)


def _is_safe(route: Route, base: str) -> bool:
    """Whether a route names a file of the site, or redirects to a folder of the site on this very server."""
    if route.kind == "elsewhere":
        return route.path.startswith(base) and route.path.endswith("/") and not route.path.startswith("//")
    return route.kind in ("nothing", "outside") or route.path in FILES


@given(_TARGETS.map("".join), st.sampled_from(["/", "/c/"]))
def test_whatever_is_asked_only_files_of_the_site_are_named(target: str, base: str):
    assert _is_safe(route_of(target, base, FILES), base)


@pytest.mark.parametrize("base", ["/", "/c/"])
@pytest.mark.parametrize("path", sorted(FILES))
def test_a_good_request_leads_to_its_file(path: str, base: str):
    """Or else a function that always says “no” would be safe."""
    route = route_of(base + quote(path), base, FILES)
    assert route == Route("file", path)
    assert _is_safe(route, base)


@pytest.mark.parametrize("base", ["/", "/c/"])
@pytest.mark.parametrize("folder", ["articles", "speakers"])
def test_a_good_request_for_a_folder_leads_to_its_page(folder: str, base: str):
    assert route_of(f"{base}{folder}", base, FILES) == Route("elsewhere", f"{base}{folder}/")
    assert route_of(f"{base}{folder}/", base, FILES) == Route("file", f"{folder}/index.html")


@pytest.mark.parametrize(
    "route",
    [
        Route("file", "site.yaml"),
        Route("elsewhere", "//articles/"),
        Route("elsewhere", "/d/"),
        Route("elsewhere", "/c"),
    ],
)
def test_what_would_lead_out_is_seen(route: Route):
    assert not _is_safe(route, "/c/")


@pytest.mark.parametrize(
    ("url", "base"),
    [
        ("", "/"),
        ("https://example.org", "/"),
        ("https://example.org/", "/"),
        ("https://example.github.io/counterpoint/", "/counterpoint/"),
        ("https://example.org/%D0%94/", "/Д/"),
        ("https://example.org//elsewhere.example/", "/elsewhere.example/"),
    ],
)
def test_the_site_stands_under_the_path_of_its_address(url: str, base: str):
    assert base_of(url) == base


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("index.html", "text/html; charset=utf-8"),
        ("style.css", "text/css; charset=utf-8"),
        ("site.js", "text/javascript; charset=utf-8"),
        ("feed.xml", "application/xml; charset=utf-8"),
        ("x.jsonld", "application/ld+json; charset=utf-8"),
        ("x.JSON", "application/json; charset=utf-8"),
        ("x.csv", "text/csv; charset=utf-8"),
        ("x.svg", "image/svg+xml; charset=utf-8"),
        ("x.png", "image/png"),
        ("x.woff2", "font/woff2"),
        ("x.exe", "application/octet-stream"),
        (".nojekyll", "application/octet-stream"),
    ],
)
def test_a_file_is_sent_as_what_it_is(path: str, kind: str):
    assert content_type(path) == kind
