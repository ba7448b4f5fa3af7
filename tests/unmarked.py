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
