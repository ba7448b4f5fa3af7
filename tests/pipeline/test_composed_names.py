"""A name is found whether its accents are composed or not, on the disk and where it is written."""

from __future__ import annotations

import unicodedata
from pathlib import Path
from urllib.parse import quote

import pytest

from generator.pipeline.build import build_site
from generator.pipeline.result import Built
from tests.sources.test_images import png

NAMES = {
    "French": "résumé", "Vietnamese": "Việt Nam", "Korean": "한국", "Japanese": "がぱ", "Arabic": "آؤئ",
    "Greek": "άΐ", "Cyrillic": "йё", "Hindi": "क़", "Hebrew": "שּׁ", "Swedish": "Å", "two marks": "ṩ", "emoji": "é🇫🇷",
}  # fmt: skip


def composed(text: str) -> str:
    return unicodedata.normalize("NFC", text)


def apart(text: str) -> str:
    return unicodedata.normalize("NFD", text)


def encoded(text: str) -> str:
    return quote(composed(text))


def encoded_apart(text: str) -> str:
    return quote(apart(text))


FORMS = [composed, apart]
WRITTEN = [composed, apart, encoded, encoded_apart]


def built(root: Path, files: dict[str, str | bytes]) -> Built:
    for path, data in files.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_bytes(data if isinstance(data, bytes) else data.encode())
    return build_site(root)


def texts(site: Built) -> dict[str, str]:
    assert site.files is not None
    return {path: data.decode() for path, data in site.files.items() if isinstance(data, bytes) and b"<html" in data}


@pytest.mark.parametrize("name", NAMES.values(), ids=NAMES)
@pytest.mark.parametrize("on_disk", FORMS)
@pytest.mark.parametrize("written", WRITTEN)
def test_everything_that_names_a_file_finds_it(tmp_path, name, on_disk, written):
    disk, typed = on_disk(name), written(name)
    plain = composed(name) if written in (composed, encoded) else apart(name)
    site = built(
        tmp_path,
        {
            "site.yaml": f"title: T\nurl: https://example.org/\nfiles: ['{plain}.svg']\n"
            f"navigation: [articles, '{plain}']\n",
            f"content/{disk}.svg": "<svg/>",
            f"content/{disk}.png": png(9, 8),
            f"content/speakers/{disk}.yaml": f"wong: {{name: Wong, image: '../{typed}.png',"
            f" description: 'See [it](<../articles/{typed}/{typed}.md>)'}}\n",
            f"content/pages/{disk}.md": f"---\ntitle: P\naliases: ['{plain} 2']\n---\n\n"
            f"[A](<../articles/{typed}/a.md>)\n",
            f"content/articles/{disk}/a.md": "---\ntitle: A\ndate: 2015-01-01\n"
            f"image: {{src: '{typed}.png', alt: A dam}}\n---\n\n"
            f"The river rose. [B](<{typed}.md#one>) ![c](<./{typed}.png>) [d](<../{typed}/{typed}.pdf>)"
            f" [e](<../../pages/{typed}.md>) [f](<{typed} 1.md>)\n",
            f"content/articles/{disk}/a.yaml": "claims:\n  two:\n    quote: The river rose\n    speaker: wong\n"
            f"    repeats: '{plain}/{plain}#one'\ncounterpoints:\n  three:\n    quote: The river\n    speaker: wong\n"
            f"    to: '{plain}/{plain} 1#one'\n    note: 'See [it](<{typed}.pdf>)'\n",
            f"content/articles/{disk}/{disk}.md": f"---\ntitle: B\ndate: 2015-01-02\ntags: [{plain}]\n"
            f"aliases: ['{plain}/{plain} 1']\n---\n\nThe river rose.\n",
            f"content/articles/{disk}/{disk}.yaml": "claims:\n  one:\n    quote: The river rose\n    speaker: wong\n"
            f"    tags: [{composed(name)}]\n",
            f"content/articles/{disk}/{disk}.png": png(9, 8),
            f"content/articles/{disk}/{disk}.pdf": b"%PDF",
        },
    )
    found = [d for d in site.diagnostics if d.code != "former-id"]
    assert found == []
    name = composed(name)
    paths = {f"articles/{name}/a.html", f"articles/{name}/{name}.html", f"articles/{name}/{name}.png", f"{name}.svg"}
    paths |= {f"articles/{name}/{name}.pdf", f"articles/{name}/{name} 1.html", f"{name}.html", f"{name} 2.html"}
    assert paths <= site.digests.keys()
    assert all(unicodedata.is_normalized("NFC", path) for path in site.digests)
    pages = texts(site)
    page = pages[f"articles/{name}/a.html"]
    for target in (".html#one", ".png", ".pdf"):
        assert f'"{quote(name)}{target}"' in page
    assert page.count('width="9" height="8"') == 2
    assert (
        f'href="../{quote(name)}.html"' in pages["articles/index.html"]
        or f'"{quote(name)}.html"' in pages["index.html"]
    )
    assert f"{quote(name)}.png" in pages["speakers/wong.html"]
    assert f'articles/{quote(name)}/{quote(name)}.html"' in pages["speakers/wong.html"]
    if unicodedata.normalize("NFD", name) != name:
        assert quote(apart(name)) not in "".join(pages.values())


@pytest.mark.parametrize("name", NAMES.values(), ids=NAMES)
@pytest.mark.parametrize(
    "place", ["content/articles/{}.md", "content/{}.pdf", "content/pages/{}.md", "content/articles/2015/{}.yaml"]
)
def test_two_files_whose_names_differ_in_form_only_are_an_error_that_names_both(tmp_path, name, place):
    if composed(name) == apart(name):
        pytest.skip("it has one form")
    one, other = (place.format(form(name)) for form in FORMS)
    article = "---\ntitle: T\ndate: 2015-01-01\n---\n\nText.\n"
    site = built(tmp_path, {"site.yaml": "title: T\nurl: https://example.org/\n", one: article, other: article})
    if len(list((tmp_path / one).parent.iterdir())) == 1:
        pytest.skip("this disk takes the two for one file")
    found = next(d for d in site.diagnostics if d.code == "names-fold-together")
    assert one in found.message
    assert other in found.message


@pytest.mark.parametrize("name", NAMES.values(), ids=NAMES)
@pytest.mark.parametrize("on_disk", FORMS)
@pytest.mark.parametrize("written", FORMS)
def test_a_misspelled_link_gets_a_paste_that_works(tmp_path, name, on_disk, written):
    disk = on_disk(f"{name}/the-report-of-{name}")
    article = "---\ntitle: T\ndate: 2015-01-01\n---\n\n"
    files: dict[str, str | bytes] = {
        "site.yaml": "title: T\nurl: https://example.org/\n",
        f"content/articles/{disk}.md": f"{article}Text.\n",
        f"content/articles/{on_disk(name)}/a.md": f"{article}[x](<{written(f'the-repport-of-{name}')}.md>)\n",
    }
    (found,) = built(tmp_path, files).diagnostics
    assert found.code == "link-broken"
    assert "../" not in found.step, "it is in the same folder"
    if found.paste is None:  # a path with spaces in brackets is not replaced
        assert " " in name
        return
    path = tmp_path / found.location.path
    lines = path.read_text().split("\n")
    lines[found.paste.first - 1 : found.paste.last] = found.paste.lines
    path.write_text("\n".join(lines))
    assert build_site(tmp_path).diagnostics == []
