"""Opens pages of the built sites in the browser and notes what no page may do: ask elsewhere, break its policy."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from fnmatch import fnmatchcase
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from tests.browser.server import Server
from tests.browser.sites import Site

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, CDPSession, Dialog, Page, Route

KINDS: Mapping[str, str] = {
    "home": "index.html",
    "articles": "articles/index.html",
    "article": "articles/2016/every-thing.html",
    "article of the demo": "articles/2015/amnesty-syria.html",
    "article from right to left": "articles/2026/page-of-time.html",
    "claim": "claims/2016/every-thing/opens-in-april.html",
    "claim that recurs": "claims/2016/every-thing/never-late.html",
    "repeat": "claims/2016/every-thing/never-late-again.html",
    "claims": "claims/index.html",
    "claims of a year": "claims/in-2001.html",
    "claims of a verdict": "verdicts/missing-context.html",
    "speakers": "speakers/index.html",
    "speaker": "speakers/lind.html",
    "organization": "speakers/stenby-council.html",
    "sources": "sources/index.html",
    "sources of a publisher": "sources/other.html",
    "publishers": "publishers/index.html",
    "publisher": "publishers/stenby-courier.html",
    "tags": "tags/index.html",
    "tag": "tags/bridges.html",
    "codebook": "codebook.html",
    "data": "data/index.html",
    "search": "search.html",
    "page": "about.html",
    "alias": "articles/2016/old-bridge.html",
    "not found": "404.html",
}
"""One page of each kind, in the site `whole` as in `arabic`."""

OF_A_KIND = {
    "claims/in-*.html": "claims of a year",
    "articles/*.html": "article",
    "claims/*/*/*.html": "claim",
    "verdicts/*.html": "claims of a verdict",
    "speakers/*.html": "speaker",
    "publishers/*.html": "publisher",
    "sources/*.html": "sources of a publisher",
    "tags/*.html": "tag",
    "*.html": "page",
}
"""Which kind other pages are of, the first that fits."""


def kind_of(path: str) -> str:
    """The kind a page is of; empty for a page of a kind that no test looks at."""
    if path in KINDS.values():
        return next(kind for kind, page in KINDS.items() if page == path)
    return next(
        (
            kind
            for pattern, kind in OF_A_KIND.items()
            if fnmatchcase(path, pattern) and path.count("/") >= pattern.count("/")
        ),
        "",
    )


class Visitor:
    """Opens pages of sites, over http or from disk, in windows that report what goes wrong in them."""

    def __init__(self, browser: Browser, site: Callable[[str], Site], server: Server) -> None:
        self._browser = browser
        self._site = site
        self._server = server
        self._contexts: list[BrowserContext] = []
        self.complaints: list[str] = []

    def close(self) -> None:
        for context in self._contexts:
            context.close()

    def site(self, name: str) -> Site:
        return self._site(name)

    def address(self, site: str, path: str = "", prefix: str = "") -> str:
        """Where a page stands on the server: under `prefix`, which is the site's own by default."""
        return self._server.mount(prefix or f"/{site}/", self._site(site).folder) + quote(path)

    def on_disk(self, site: str, path: str = "") -> str:
        return f"{self._site(site).folder.as_uri()}/{quote(path)}"

    def window(self, width: int = 1440, height: int = 900, **options: Any) -> Page:
        """An empty page in a context of its own; `options` are a context's: `color_scheme`, `reduced_motion` …"""
        context = self._browser.new_context(viewport={"width": width, "height": height}, **options)
        context.add_init_script(_REPORT_VIOLATIONS)
        self._contexts.append(context)
        page = context.new_page()
        page.on("request", lambda request: self._is_at_home(page, request.url))
        page.on("requestfailed", lambda request: self._has_failed(page, request.url, request.failure or ""))
        page.on("response", lambda response: self._is_found(page, response.url, response.status))
        page.on("console", lambda message: self._is_quiet(page, message.type, message.text, message.location["url"]))
        page.on("pageerror", lambda error: self._complain(page, f"script: {error}"))
        page.on("dialog", lambda dialog: self._is_no_alert(page, dialog))
        return page

    def visit(self, site: str, path: str, width: int = 1440, height: int = 900, **options: Any) -> Page:
        """A page of a site in a window of its own. A page that leads on at once stays all the same."""
        page = self.window(width, height, **options)
        stay(page, self.address(site, path))
        page.goto(self.address(site, path))
        return page

    def _is_at_home(self, page: Page, url: str) -> None:
        if not url.startswith((self._server.origin + "/", "file:///", "data:")):
            self._complain(page, f"asked for {url}")

    def _is_found(self, page: Page, url: str, status: int) -> None:
        if status >= 400 and not url.endswith("/favicon.ico"):  # browsers ask for that one by themselves
            self._complain(page, f"{status} for {url}")

    def _is_no_alert(self, page: Page, dialog: Dialog) -> None:
        self._complain(page, f"dialog: {dialog.message}")
        dialog.dismiss()

    def _has_failed(self, page: Page, url: str, why: str) -> None:
        if why != "net::ERR_ABORTED":  # left before it came, or held back by `stay`
            self._complain(page, f"{why} for {url}")

    def _is_quiet(self, page: Page, kind: str, text: str, url: str) -> None:
        if kind in ("error", "warning") and not url.endswith("/favicon.ico"):
            self._complain(page, f"{kind}: {text}")

    def _complain(self, page: Page, words: str) -> None:
        self.complaints.append(f"{page.url.removeprefix(self._server.origin)}: {words}")


def stay(page: Page, address: str) -> None:
    """From now on the window goes to this address and to no other."""

    def hold(route: Route) -> None:
        if route.request.is_navigation_request() and route.request.url.partition("#")[0] != address.partition("#")[0]:
            route.fulfill(status=204)  # the answer to which a browser stays where it is
        else:
            route.continue_()

    page.unroute_all()
    page.route("**/*", hold)


def eventually(page: Page, expression: str) -> bool:
    """Whether an expression becomes true within two seconds. (Playwright's own way would need `eval` in the page.)"""
    for _ in range(100):
        if page.evaluate(expression):
            return True
        page.wait_for_timeout(20)
    return False


_REPORT_VIOLATIONS = """
addEventListener("securitypolicyviolation", e => console.error("policy: " + e.violatedDirective + " " + e.blockedURI));
"""


# ── asking the browser itself ────────────────────────────────────────────────────────────────────────────────────

RULES = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa", "best-practice")
COLOURS = ("cat.color",)
_RUN = """axe.run(document, {runOnly: %s, resultTypes: ["violations"], preload: false, iframes: false}).then(
found => JSON.stringify(found.violations.flatMap(v => v.nodes.map(n => [v.id, n.target.join(" "), n.failureSummary]))))
"""


class Axe:
    """axe-core in a world of its own beside the page's: the page's policy stands, and its names are not touched."""

    def __init__(self, page: Page, source: str) -> None:
        self._session: CDPSession = page.context.new_cdp_session(page)
        frame = self._session.send("Page.getFrameTree")["frameTree"]["frame"]["id"]
        made = self._session.send("Page.createIsolatedWorld", {"frameId": frame, "worldName": "axe"})
        self._world: int = made["executionContextId"]
        self._evaluate(source)

    def violations(self, rules: tuple[str, ...] = RULES) -> list[str]:
        """`rule selector: what to do` for each place on the page as it is now."""
        found = self._evaluate(_RUN % json.dumps(list(rules)))
        return [f"{rule} {target}: {' '.join(why.split())}" for rule, target, why in json.loads(found)]

    def _evaluate(self, expression: str) -> Any:
        asked = {"expression": expression, "contextId": self._world, "awaitPromise": True, "returnByValue": True}
        answer = self._session.send("Runtime.evaluate", asked)
        assert "exceptionDetails" not in answer, answer["exceptionDetails"]
        return answer["result"].get("value")


def spoken(page: Page, selector: str, leaving_out: str = "") -> str:
    """What the accessibility tree says of an element: the texts in it, in order, without those in `leaving_out`."""
    session = page.context.new_cdp_session(page)
    nodes = session.send("Accessibility.getFullAXTree")["nodes"]
    by_id = {node["nodeId"]: node for node in nodes}
    left_out = set(_backend_ids(session, leaving_out)) if leaving_out else set()
    top = _backend_ids(session, selector)[0]
    start = next(node for node in nodes if node.get("backendDOMNodeId") == top)

    def texts(node: Mapping[str, Any]) -> Iterator[str]:
        if node.get("backendDOMNodeId") in left_out:
            return
        if node.get("role", {}).get("value") == "StaticText":
            yield node["name"]["value"]
            return
        for child in node.get("childIds", ()):
            yield from texts(by_id[child])

    return "".join(texts(start))


def _backend_ids(session: CDPSession, selector: str) -> list[int]:
    root = session.send("DOM.getDocument")["root"]["nodeId"]
    found = session.send("DOM.querySelectorAll", {"nodeId": root, "selector": selector})["nodeIds"]
    return [session.send("DOM.describeNode", {"nodeId": node})["node"]["backendNodeId"] for node in found]
