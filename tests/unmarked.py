"""What a page's HTML is without its marks and references: as text, by a scan of its tags, and as a parsed DOM."""

import re

import html5lib

_TAG = re.compile(r'<mark\b[^>]*>|</mark>|<a role="doc-noteref"[^>]*>[^<]*</a>')


def unwrapped_html(html: str) -> str:
    """Byte for byte what is left when every mark is unwrapped and every reference removed."""
    return _TAG.sub("", html)


def unwrapped_dom(html: str):
    """The parsed DOM, marks unwrapped and references removed in the tree, as nested lists with joined text."""
    return _plain(html5lib.parseFragment(html, namespaceHTMLElements=False))


def parsed_dom(html: str):
    return unwrapped_dom(html)


def _plain(element):
    out: list[object] = []
    _fill(element, out)
    return _joined(out)


def _fill(element, out):
    if element.text:
        out.append(element.text)
    for child in element:
        if not isinstance(child.tag, str):
            continue
        if child.tag == "mark":
            _fill(child, out)
        elif not (child.tag == "a" and child.get("role") == "doc-noteref"):
            out.append([child.tag, sorted(child.attrib.items()), _plain(child)])
        if child.tail:
            out.append(child.tail)


def _joined(items):
    joined: list[object] = []
    for item in items:
        if isinstance(item, str) and joined and isinstance(joined[-1], str):
            joined[-1] += item
        else:
            joined.append(item)
    return joined


def marked_words(html: str) -> dict[str, str]:
    """For each annotation the text inside its marks, in order, white space taken out."""
    words: dict[str, str] = {}

    def walk(element, names):
        inside = [*names, element.get("data-annotation")] if element.tag == "mark" else names
        for name in inside:
            words[name] = words.get(name, "") + (element.text or "")
        for child in element:
            if not (child.tag == "a" and child.get("role") == "doc-noteref"):
                walk(child, inside)
            for name in inside:
                words[name] += child.tail or ""

    walk(html5lib.parseFragment(html, namespaceHTMLElements=False), [])
    return {name: "".join(text.split()) for name, text in words.items()}


_BESIDE = re.compile(r'<div class="beside"')
_DIV = re.compile(r"<(/?)div\b")


def without_notes(html: str) -> str:
    """What is left when every `.beside` is removed, from its tag to the end of that element, and no white space."""
    out, position = [], 0
    while found := _BESIDE.search(html, position):
        out.append(html[position : found.start()])
        depth = 0
        for tag in _DIV.finditer(html, found.start()):
            depth += -1 if tag[1] else 1
            if not depth:
                position = html.index(">", tag.end()) + 1
                break
    return "".join([*out, html[position:]])


def article_text(page: str) -> str:
    """The HTML inside the element with `data-article-text` of an article's page."""
    start = page.index(">", page.index(" data-article-text=")) + 1
    depth = 1
    for tag in _DIV.finditer(page, start):
        depth += -1 if tag[1] else 1
        if not depth:
            return page[start : tag.start()]
    raise AssertionError("the text doesn't end")
