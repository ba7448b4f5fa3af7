"""Laws 13 and 20 in the browser: content that means harm does none, and every link leads somewhere."""

from __future__ import annotations

from urllib.parse import unquote, urldefrag

import pytest

from tests.browser.visiting import KINDS, Visitor, stay
from tests.links import parsed_pages

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
    "media-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'self'"
)

# ── law 13 ───────────────────────────────────────────────────────────────────────────────────────────────────────

HARM = """() => {
    const safe = /^(https?:|mailto:|file:|data:image\\/)/, out = window.harmed ? ["a script ran"] : [];
    for (const one of document.querySelectorAll("*")) {
        if (["IFRAME", "OBJECT", "EMBED", "BASE", "APPLET", "FRAME"].includes(one.tagName)) out.push(one.outerHTML);
        if (one.tagName === "SCRIPT" && !one.src && one.type !== "application/ld+json") out.push(one.outerHTML);
        for (const {name, value} of one.attributes) {
            if (name.startsWith("on") || name === "style" || name === "srcdoc") out.push(`${one.tagName} ${name}`);
            if (["href", "src", "action", "formaction", "poster", "data", "xlink:href"].includes(name) &&
                !safe.test(new URL(value, location).href)) out.push(`${one.tagName} ${name}=${value}`);
        }
        if (one.httpEquiv === "refresh" && !/^0; ?url=[^:]*$/.test(one.content)) out.push(one.outerHTML);
    }
    for (const data of document.querySelectorAll("script[type='application/ld+json']")) JSON.parse(data.textContent);
    return out;
}"""


def test_content_that_means_harm_does_none(visitor: Visitor):
    pages = visitor.site("harmful").pages
    assert {"articles/2020/texts.html", "articles/2020/sources.html", "claims/2020/texts/said-so.html"} <= {*pages}
    page = visitor.window()
    for path in pages:
        page.goto(visitor.address("harmful", path))
        assert page.evaluate(HARM) == [], path
    assert "<script>" in page.content() or "&lt;script&gt;" in page.content(), "what means harm is shown as text"


def test_harmful_words_are_shown_as_they_were_written(visitor: Visitor):
    page = visitor.visit("harmful", "articles/2020/texts.html")
    assert page.locator("h1").inner_text().startswith("<script>window.harmed=1;alert(1)</script>")


def test_every_page_carries_the_policy_before_all_that_it_governs(visitor: Visitor):
    page = visitor.window()
    for kind, path in KINDS.items():
        stay(page, visitor.address("whole", path))
        page.goto(visitor.address("whole", path))
        first = page.evaluate("[document.head.children[0].httpEquiv, document.head.children[0].content]")
        assert first == ["Content-Security-Policy", POLICY], kind
        assert page.evaluate("document.querySelectorAll('[style], style').length") == 0, kind


def test_the_policy_is_in_force(visitor: Visitor):
    page = visitor.visit("whole", KINDS["article"])
    page.evaluate(
        """() => {
            const script = document.createElement("script");
            script.textContent = "window.harmed = 1";
            document.body.append(script);
            document.body.insertAdjacentHTML("beforeend", "<p style='color: red' id='styled_'>x</p>");
        }"""
    )
    assert page.evaluate("[window.harmed, getComputedStyle(document.getElementById('styled_')).color]") != [
        1,
        "rgb(255, 0, 0)",
    ]
    assert page.evaluate("window.harmed") is None
    assert sum("policy" in words for words in visitor.complaints) >= 2, "and what it stops is noticed"
    visitor.complaints.clear()


# ── law 20 ───────────────────────────────────────────────────────────────────────────────────────────────────────

LINKS = """() => [...document.querySelectorAll("[href], [src], [srcset]")].flatMap(one => {
    const given = (one.getAttribute("srcset") ?? "").split(",").map(part => part.trim().split(" ")[0]).filter(Boolean);
    const links = [one.href?.baseVal ?? one.href, one.src, ...given].filter(Boolean);
    return links.map(link => new URL(link, document.baseURI).href);
})"""


@pytest.mark.parametrize("place", ["/", "/some/archive/", "file"])
def test_every_link_leads_somewhere_wherever_the_site_lies(visitor: Visitor, place: str):
    site = visitor.site("whole")
    ids = {path: set(page.ids) for path, page in parsed_pages(_contents(visitor)).items()}
    mount = visitor.on_disk("whole") if place == "file" else visitor.address("whole", prefix=place)
    lost = []
    own = site.archive.settings.url  # where standards want a whole address
    page = visitor.window()
    for kind, path in KINDS.items():
        if kind == "not found":
            continue  # its links are whole
        stay(page, mount + path)
        page.goto(mount + path)
        for link in page.evaluate(LINKS):
            file, fragment = urldefrag(unquote(link))
            inside = next((start for start in (own, mount) if file.startswith(start)), "")
            below = file.removeprefix(inside)
            if inside and (below not in site.files or (fragment and fragment not in ids[below])):
                lost.append(f"{path}: {link}")
            if not inside and (
                not link.startswith(("https://", "http://", "mailto:")) or link.startswith("http://127.0.0.1")
            ):
                lost.append(f"{path}: {link}")
    assert lost == []


def _contents(visitor: Visitor) -> dict[str, bytes]:
    site = visitor.site("whole")
    return {path: (site.folder / path).read_bytes() for path in site.pages}


@pytest.mark.parametrize("place", ["/", "/some/archive/", "file"])
def test_a_reader_gets_from_the_home_page_to_a_claim_and_back(visitor: Visitor, place: str):
    page = visitor.window()
    mount = visitor.on_disk("whole") if place == "file" else visitor.address("whole", prefix=place)
    page.goto(mount + "index.html")
    page.locator("main").get_by_role("link", name="The bridge at Stenby").first.click()
    page.wait_for_url(mount + "articles/2016/every-thing.html")
    page.locator("[data-article-text] [href='#note_opens-in-april']").first.click()
    page.locator("#note_opens-in-april").get_by_role("link").and_(page.locator("[href*='claims/']")).first.click()
    page.wait_for_url(mount + "claims/2016/every-thing/opens-in-april.html")
    page.locator("main a[href*='every-thing.html']").first.click()
    page.wait_for_url(mount + "articles/2016/every-thing.html*")
    page.locator("header a").first.click()
    page.wait_for_url(mount + "index.html")


def test_a_former_address_leads_on(visitor: Visitor):
    page = visitor.window()
    page.goto(visitor.address("whole", KINDS["alias"]))
    page.wait_for_url("**/articles/2016/every-thing.html")
