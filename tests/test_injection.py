"""Whatever stands in a field, nothing but text gets out of it: no script, no handler, no address that runs."""

from __future__ import annotations

import copy
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import html5lib
import pytest

from generator.formats.coding_scheme import CodeEntry, CodeValueEntry
from generator.formats.fields import ArchivedEntry, Entry
from generator.formats.front_matter import ArticleEntry, CompletionEntry, CorrectionEntry, ImageEntry, PageEntry
from generator.formats.model_shapes import keys_of
from generator.formats.registry import RoleEntry, SourceEntry, SpeakerEntry
from generator.formats.settings import LayerEntry, NewVerdictEntry, OrganizationEntry, RulesEntry, SiteEntry, TagEntry
from generator.formats.sidecar_schema import (
    ClaimEntry,
    CounterpointEntry,
    NoteEntry,
    QuoteEntry,
    SidecarFile,
    UnnamedEntry,
)
from generator.pipeline.build import build_site
from generator.pipeline.result import Built
from tests.casefiles import remember_templates

HARMLESS = "some words"
NASTY = {
    "markup": '"><script>alert(1)</script><img src=x onerror=alert(1)>',
    "attributes": "' onmouseover='alert(1)' style='color:red' \" onfocus=\"alert(1)\" autofocus x=\"",
    "an address that runs": "javascript:alert(1)",
    "an address in disguise": "JaVa\tScript:alert(1)//https://example.org/",
    "data": "data:text/html,<script>alert(1)</script>",
    "an address without a scheme": "//evil.example/x.js",
    "a template": "{{7*7}}{% raw %}${7*7}<%= 7*7 %>",
    "ends of sections": "]]> --><svg onload=alert(1)></title></textarea></style></script><script>alert(1)</script>",
    "entities": "&lt;script&gt;alert(1)&lt;/script&gt;&#60;script&#62;",
    "control characters": "a\x08\x1b[31mb\x00c",
    "bidirectional overrides": "\u202e\u2066txt.exe\u2069\u202c<b>",
    "a lone surrogate": "a\ud800b",
    "Markdown": "[x](javascript:alert(1)) ![x](javascript:alert(1)) <javascript:alert(1)> <img src=x onerror=alert(1)>",
    "references in Markdown": "[x][y]\n\n[y]: javascript:alert(1)\n\n<div onclick=alert(1)>",
}
WORDS = "WORDS"
"""Stands in an example wherever a writer may write any words."""

SOURCE: dict[str, Any] = {
    "title": WORDS, "url": "https://example.org/s", "archived": {"url": "https://example.org/a", "date": "2015-12-23"},
    "publisher": WORDS, "authors": [WORDS], "date": "2015-12", "accessed": "2015-12-23", "kind": "primary",
    "language": "en", "excerpt": WORDS,
}  # fmt: skip
SPEAKER: dict[str, Any] = {
    "name": WORDS, "kind": "person", "role": WORDS, "organization": "amnesty", "description": WORDS,
    "roles": [{"title": WORDS, "organization": "amnesty", "from": "2014", "to": "2016"}], "names": {"ru": WORDS},
    "also": [WORDS], "short": WORDS, "url": "https://example.org/p", "wikidata": "Q42", "image": "face.png",
    "aliases": ["former-speaker"],
}  # fmt: skip
NOTE: dict[str, Any] = {
    "quote": {"exact": "a text", "prefix": "It is", "suffix": "to quote", "times": 1, "in": "body"}, "note": WORDS,
    "withdrawn": f"2016-03-01 {WORDS}", "unsure": WORDS, "codes": {"frame": "conflict"}, "tags": [WORDS],
    "language": "en", "aliases": ["former-id"],
}  # fmt: skip
STATEMENT: dict[str, Any] = NOTE | {
    "statement": WORDS, "speaker": {"unnamed": WORDS}, "via": ["amnesty", {"unnamed": WORDS}], "mode": "mixed",
    "said": f"2015-12-23, {WORDS}", "verdict": "false", "reviewed": "2016-01-01", "updates": {"2016-02-24": WORDS},
    "sources": ["shared p. 1", f"https://example.org/x {WORDS}", SOURCE],
}  # fmt: skip
ANSWER: dict[str, Any] = STATEMENT | {"relation": "rebuts", "counterpoints": {}}
CLAIM: dict[str, Any] = STATEMENT | {"repeats": "first", "counterpoints": {}}
COUNTERPOINT: dict[str, Any] = ANSWER | {"to": ["first"]}
PAGE: dict[str, Any] = {
    "title": WORDS, "summary": WORDS, "language": "en", "direction": "ltr", "draft": False, "aliases": ["former"],
}  # fmt: skip
ARTICLE: dict[str, Any] = PAGE | {
    "date": "2015-12-23", "publisher": WORDS, "authors": [WORDS], "section": [WORDS], "tags": [WORDS],
    "url": "https://example.org/o", "archived": {"url": "https://example.org/a", "date": "2015-12-23"},
    "captured": "2015-12-24", "corrections": [{"date": "2015-12-24", "text": WORDS, "url": "https://example.org/c"}],
    "subtitle": WORDS, "updated": "2015-12-24", "rights": WORDS, "text": "full", "language": "fa",
    "titles": {"en": WORDS}, "retold": False, "annotated": {"date": "2015-12-25", "by": [WORDS]},
    "image": {"src": "face.png", "alt": WORDS, "caption": WORDS, "credit": WORDS},
}  # fmt: skip
SITE: dict[str, Any] = {
    "title": WORDS, "description": WORDS, "url": "https://example.org/", "language": "en", "timezone": "UTC",
    "repository": "https://example.org/r", "branch": "main", "navigation": ["articles"],
    "featured": "a#first", "cards": False, "people": {"ada@example.org": WORDS, "Bo": False},
    "organization": {"name": WORDS, "url": "https://example.org"},
    "codes": {
        "frame": {
            "definition": WORDS, "values": {"conflict": {"definition": WORDS, "example": WORDS}}, "several": True,
            "required": ["notes"],
        },
    },
    "files": [], "strict": False,
    "verdicts": {
        "own": {"label": WORDS, "mark": "!", "line": "solid", "tone": "red", "definition": WORDS, "rating": 2},
    },
    "rules": {"answer-needs-quote-or-source": "error", "verdict-needs-source": "off",
              "change-needs-update": "warning"},
    "layers": {"lr": {"name": WORDS}}, "tags": {WORDS: {"aliases": [WORDS]}},
    "outputs": ["home", "articles", "claims", "verdicts", "speakers", "sources", "publishers", "tags", "pages",
                "feeds"],
}  # fmt: skip
RANGE = {"from": "It is", "to": "quote"}
EXAMPLES: list[tuple[type[Entry], dict[str, Any]]] = [
    (SourceEntry, SOURCE), (ArchivedEntry, SOURCE["archived"]), (SpeakerEntry, SPEAKER),
    (RoleEntry, SPEAKER["roles"][0]),
    (NoteEntry, NOTE), (ClaimEntry, CLAIM), (CounterpointEntry, COUNTERPOINT), (UnnamedEntry, STATEMENT["speaker"]),
    (QuoteEntry, NOTE["quote"] | RANGE), (PageEntry, PAGE), (ArticleEntry, ARTICLE), (ImageEntry, ARTICLE["image"]),
    (CorrectionEntry, ARTICLE["corrections"][0]), (SiteEntry, SITE), (OrganizationEntry, SITE["organization"]),
    (LayerEntry, SITE["layers"]["lr"]), (TagEntry, SITE["tags"][WORDS]),
    (NewVerdictEntry, SITE["verdicts"]["own"]), (RulesEntry, SITE["rules"]), (CodeEntry, SITE["codes"]["frame"]),
    (CodeValueEntry, SITE["codes"]["frame"]["values"]["conflict"]), (CompletionEntry, ARTICLE["annotated"]),
    (SidecarFile, {"speakers": {}, "claims": {}, "counterpoints": {}, "notes": {}}),
]  # fmt: skip

BODY = """It is a text to quote. WORDS

# WORDS

[WORDS](https://example.org/ "WORDS") ![WORDS](face.png "WORDS") `WORDS` **WORDS**

[a](<WORDS>) ![b](<WORDS>) <WORDS>

| WORDS |
|:--|
| WORDS |

```WORDS
WORDS
```

[ref]

[ref]: <WORDS> 'WORDS'
"""
PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000d49444154789c6360606060000000050001a5f645400000000049454e44ae426082"
)


@pytest.mark.parametrize(("model", "example"), EXAMPLES)
def test_the_example_of_an_entry_has_each_field_that_there_is(model, example):
    assert set(example) == set(keys_of(model))


# ── sites ────────────────────────────────────────────────────────────────────────────────────────────────────────


def with_words(value: Any, words: str) -> Any:
    """An example with words in place of the sign for them."""
    if isinstance(value, dict):
        return {key: with_words(item, words) for key, item in value.items()}
    if isinstance(value, list):
        return [with_words(item, words) for item in value]
    return value.replace(WORDS, words) if isinstance(value, str) else value


def each_spoiled(example: dict[str, Any], words: str) -> Iterator[dict[str, Any]]:
    """The example once for each value in it, which is replaced by the words as they are, and once for each key."""
    for path in _leaves(example):
        spoiled = with_words(copy.deepcopy(example), HARMLESS)
        inner = spoiled
        for step in path[:-1]:
            inner = inner[step]
        inner[path[-1]] = words
        yield copy.deepcopy(spoiled)
        if isinstance(inner, dict):
            inner[words] = with_words(inner.pop(path[-1]), words)
            yield spoiled


def _leaves(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, item in items:
        yield from _leaves(item, (*path, key)) if isinstance(item, dict | list) and item else ((*path, key),)


def yaml(value: Any) -> bytes:
    """JSON is YAML; what can't be UTF-8 stands as an escape."""
    return json.dumps(value, ensure_ascii=any("\ud800" <= c <= "\udfff" for c in repr(value))).encode(errors="replace")


def markdown(front: Any, body: str) -> bytes:
    return b"---\n" + yaml(front) + b"\n---\n\n" + body.encode(errors="replace")


def site_with(words: str) -> dict[str, bytes]:
    """A site with the words in every field at once, as far as they may stand there."""
    sidecar = with_words(
        {
            "speakers": {"amnesty": {"role": WORDS}, "local": {"name": WORDS, "description": WORDS}},
            "claims": {
                "first": STATEMENT | {"counterpoints": {"nested": ANSWER | {"aliases": []}}},
                "again": {"speaker": "amnesty", "repeats": "first", "quote": "a text"},
                "lost": {"speaker": "amnesty", "quote": WORDS, "note": WORDS},
            },
            "counterpoints": {"answer": COUNTERPOINT | {"aliases": []}},
            "notes": {"remark": NOTE | {"aliases": [], "quote": {"exact": WORDS, "in": "title"}}},
        },
        words,
    )
    return {
        "site.yaml": yaml(with_words(SITE, words)),
        "content/speakers.yaml": yaml(with_words({"amnesty": SPEAKER | {"organization": "local"}}, words)),
        "content/sources.yaml": yaml(with_words({"shared": SOURCE}, words)),
        "content/pages/about.md": markdown(with_words(PAGE, words), BODY.replace(WORDS, words)),
        "content/articles/a.md": markdown(with_words(ARTICLE, words), BODY.replace(WORDS, words)),
        "content/articles/a.yaml": yaml(sidecar),
        "content/articles/face.png": PNG,
        "content/pages/face.png": PNG,
        "content/face.png": PNG,
    }


def spoiled_site(words: str) -> dict[str, bytes]:
    """A site in which each field of each kind of entry is in turn what it may not be."""
    files = site_with(HARMLESS)
    claims = {f"c{n}": claim | {"aliases": []} for n, claim in enumerate(each_spoiled(CLAIM, words))}
    answers = {f"a{n}": answer | {"aliases": []} for n, answer in enumerate(each_spoiled(COUNTERPOINT, words))}
    files["content/articles/b.md"] = markdown({"title": HARMLESS, "date": "2015-12-23"}, "It is a text to quote.")
    files["content/articles/b.yaml"] = yaml({"claims": {"first": STATEMENT} | claims, "counterpoints": answers})
    files["content/speakers/more.yaml"] = yaml({f"s{n}": s for n, s in enumerate(each_spoiled(SPEAKER, words))})
    files["content/sources/more.yaml"] = yaml({f"s{n}": s for n, s in enumerate(each_spoiled(SOURCE, words))})
    for n, front in enumerate(each_spoiled(ARTICLE, words)):
        files[f"content/articles/c{n}.md"] = markdown(front | {"aliases": []}, "A text.")
    for n, front in enumerate(each_spoiled(PAGE, words)):
        files[f"content/pages/p{n}.md"] = markdown(front | {"aliases": []}, "A text.")
    return files


def built(root: Path, files: dict[str, bytes]) -> Built:
    for path, data in files.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_bytes(data)
    return build_site(root)


# ── what gets out ────────────────────────────────────────────────────────────────────────────────────────────────

ADDRESSES = (
    "href",
    "src",
    "srcset",
    "action",
    "formaction",
    "poster",
    "data",
    "cite",
    "background",
    "xlink:href",
    "ping",
)
SAFE = re.compile(r"(?:https?:|mailto:|(?![a-z][a-z0-9+.\-]*:))", re.IGNORECASE)
OWN_SCRIPT = re.compile(r"(?:https://example\.org/|(?:\.\./)*)assets/[a-z.-]+\.js")
FROM_MARKDOWN = set(
    "p h2 h3 h4 h5 h6 a img em strong s code pre br hr ul ol li blockquote table thead tbody tr th td mark".split()
)


def elements(page: bytes) -> Iterator[Any]:
    document: Any = html5lib.parse(page.decode(), namespaceHTMLElements=False)
    return (element for element in document.iter() if isinstance(element.tag, str))


def faults(path: str, page: bytes, known: set[str]) -> Iterator[str]:
    """What runs, or could, in one page; and elements that neither our templates nor Markdown write."""
    for element in elements(page):
        tag = element.tag
        if tag not in known:
            yield f"{path}: <{tag}> is none of ours"
        if tag == "script" and not _is_data_or_ours(element):
            yield f"{path}: <script> {element.text!r}"
        for name, value in element.attrib.items():
            if str(name).lower().startswith("on") or name in {"style", "srcdoc", "autofocus"}:
                yield f"{path}: <{tag} {name}={value!r}>"
            if name in ADDRESSES and not _is_safe(value):
                yield f"{path}: <{tag} {name}={value!r}>"
        if element.get("http-equiv", "").lower() == "refresh" and not _is_safe(
            element.get("content", "").partition("url=")[2]
        ):
            yield f"{path}: refresh to {element.get('content')!r}"


def _is_data_or_ours(script: Any) -> bool:
    if script.get("type") == "application/ld+json":
        return bool(json.loads(script.text)) and not script.get("src")
    return not script.text and OWN_SCRIPT.fullmatch(script.get("src", "")) is not None


def _is_safe(address: str) -> bool:
    """As a browser reads it: white space and control characters around it, and tabs within, don't count."""
    return bool(SAFE.match(re.sub(r"[\t\r\n]", "", address.strip("".join(map(chr, range(33)))))))


def pages(result: Built) -> dict[str, bytes]:
    return {path: data for path, data in (result.files or {}).items() if isinstance(data, bytes)}


@pytest.fixture(scope="module")
def known_elements(tmp_path_factory) -> set[str]:
    """All elements of a site without a nasty word in it."""
    harmless = pages(built(tmp_path_factory.mktemp("harmless"), site_with(HARMLESS)))
    assert any(path.startswith("claims/") for path in harmless)
    return FROM_MARKDOWN | {e.tag for path, data in harmless.items() if path.endswith(".html") for e in elements(data)}


@pytest.mark.parametrize("name", NASTY)
@pytest.mark.parametrize("site", [site_with, spoiled_site])
def test_nothing_but_text_gets_out_of_a_field(site, name, tmp_path, known_elements):
    result = built(tmp_path, site(NASTY[name]))
    out = pages(result)
    assert out or result.diagnostics
    assert [
        fault for path, page in out.items() if path.endswith(".html") for fault in faults(path, page, known_elements)
    ] == []
    for path, data in out.items():
        if path.endswith((".xml", ".svg")):
            ElementTree.fromstring(data)
        elif path.endswith((".json", ".jsonld")):
            json.loads(data)


@pytest.mark.parametrize("name", NASTY)
def test_nothing_gets_out_of_a_setting_that_is_not_what_it_should_be(name, tmp_path, known_elements):
    base = site_with(HARMLESS)
    for n, settings in enumerate(each_spoiled(SITE, NASTY[name])):
        if n % 3 == list(NASTY).index(name) % 3:  # a third of all settings for each of the words
            settings["outputs"] = ["articles"] if settings["outputs"] == SITE["outputs"] else settings["outputs"]
            out = pages(built(tmp_path / str(n), base | {"site.yaml": yaml(settings)}))
            assert [
                f for path, page in out.items() if path.endswith(".html") for f in faults(path, page, known_elements)
            ] == []


def test_words_in_braces_are_no_template(tmp_path):
    out = pages(built(tmp_path, site_with(NASTY["a template"])))
    assert b"{{7*7}}" in out["articles/a.html"]
    assert b"49" not in re.sub(rb"[0-9a-f]{8,}|#\w+", b"", out["articles/a.html"])


remember_templates()
