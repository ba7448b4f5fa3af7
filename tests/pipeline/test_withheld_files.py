"""Files that only drafts use stay out of a public build: the file, its smaller copies, and its name."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from pathlib import Path

import pytest

from generator.cli.main import main
from generator.pipeline.build import build_site
from tests.folders import tree
from tests.sources.test_images import png

APART = unicodedata.normalize("NFD", "dossié")
"""The name of a file with an accent on its own, as macOS stores it."""
DRAFT = "---\ntitle: Not yet\ndate: 2016-02-01\ndraft: true\n---\n\n"
PUBLIC = "---\ntitle: Out\ndate: 2016-01-01\n---\n\n"
QUOTED = "The river rose.\n\n"

Site = Mapping[str, str | bytes]


def article(body: str, draft: bool = True, front: str = "") -> str:
    return (DRAFT if draft else PUBLIC).replace("---\n\n", f"{front}---\n\n") + QUOTED + body + "\n"


def sidecar(note: str) -> str:
    return f"notes:\n  one:\n    quote: The river rose\n    note: |\n      {note}\n"


WAYS: Mapping[str, Site] = {
    "a link": {"content/articles/d.md": article("[The file](secret.pdf)")},
    "a picture": {"content/articles/d.md": article("![The file](secret.pdf)")},
    "a picture inside a link": {"content/articles/d.md": article("[![The file](secret.pdf)](https://x.example/)")},
    "an anchor": {"content/articles/d.md": article("[The file](secret.pdf#page=3)")},
    "the lead picture": {"content/articles/d.md": article("", front="image: {src: secret.pdf, alt: A dam}\n")},
    "percent-encoding": {"content/articles/d.md": article("[The file](s%65cret.pdf)")},
    "a way up and down": {"content/articles/2016/x/d.md": article("[The file](../../../articles/secret.pdf)")},
    "a definition": {"content/articles/d.md": article("[The file][one]\n\n[one]: secret.pdf")},
    "a definition that no link uses": {"content/articles/d.md": article("[one]: secret.pdf")},
    "a comment": {"content/articles/d.md": article("<!-- ![The file](secret.pdf) -->")},
    "HTML": {"content/articles/d.md": article('<img src="secret.pdf">')},
    "a link to the site's own address": {
        "content/articles/d.md": article("[The file](https://example.org/a/articles/secret.pdf)")
    },
    "a link to the site's own address, without TLS": {
        "content/articles/d.md": article("[The file](http://example.org/a/articles/secret.pdf)")
    },
    "a path from the site's root": {"content/articles/d.md": article("[The file](/articles/secret.pdf)")},
    "a path from the host's root": {"content/articles/d.md": article("[The file](/a/articles/secret.pdf)")},
    "another letter case": {"content/articles/d.md": article("[The file](Secret.PDF)")},
    "a query": {"content/articles/d.md": article("[The file](secret.pdf?download=1)")},
    "CRLF": {"content/articles/d.md": article("[one]: secret.pdf").replace("\n", "\r\n")},
    "a note": {
        "content/articles/d.md": article(""),
        "content/articles/d.yaml": sidecar("See [the file](secret.pdf)."),
    },
    "a broken sidecar": {
        "content/articles/d.md": article(""),
        "content/articles/d.yaml": sidecar("See [the file](secret.pdf).") + "claims: [\n",
    },
    "the picture of a speaker": {
        "content/articles/d.md": article(""),
        "content/articles/d.yaml": "speakers:\n  wong: {name: Jane Wong, image: secret.pdf}\n",
    },
    "the description of a speaker": {
        "content/articles/d.md": article(""),
        "content/articles/d.yaml": "speakers:\n  wong: {name: Wong, description: 'See [it](secret.pdf)'}\n",
    },
    "a source": {
        "content/articles/d.md": article(""),
        "content/articles/d.yaml": "claims:\n  one:\n    quote: The river rose\n    speaker: outlet\n"
        "    sources: [{title: It, url: 'https://example.org/a/articles/secret.pdf'}]\n",
    },
    "a draft whose front matter is broken": {
        "content/articles/d.md": article("[The file](secret.pdf)").replace("2016-02-01", "soon"),
    },
    "a draft whose front matter is no YAML": {
        "content/articles/d.md": article("![The file](secret.pdf)").replace("title: N", "title: [N"),
    },
    "an ordinary page": {
        "content/pages/d.md": "---\ntitle: Not yet\ndraft: true\n---\n\n[The file](../articles/secret.pdf)\n"
    },
    "a page whose front matter is broken": {
        "content/pages/d.md": "---\ndraft: true\n---\n\n[The file](../articles/secret.pdf)\n"
    },
}  # fmt: skip
"""How a draft can use `content/articles/secret.pdf`."""


def a_site(root: Path, site: Site) -> Path:
    everything: Site = {
        "site.yaml": "title: A site\nurl: https://example.org/a/\n",
        "content/articles/a.md": article("", draft=False),
        "content/articles/secret.pdf": b"SECRET",
        "content/articles/spare.pdf": b"spare",
        **site,
    }
    for path, data in everything.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_bytes(data if isinstance(data, bytes) else data.encode())
    return root


def paths(root: Path, drafts: bool = False) -> set[str]:
    return set(build_site(root, drafts).digests)


@pytest.mark.parametrize("site", WAYS.values(), ids=WAYS)
def test_what_a_draft_alone_uses_is_not_published(tmp_path, site):
    published = paths(a_site(tmp_path, site))
    assert "articles/secret.pdf" not in published
    assert "articles/spare.pdf" in published, "no text uses it"


@pytest.mark.parametrize("site", WAYS.values(), ids=WAYS)
def test_with_drafts_everything_is_published(tmp_path, site):
    broken = "broken" in repr([name for name, one in WAYS.items() if one is site]) or "no YAML" in repr(
        [name for name, one in WAYS.items() if one is site]
    )
    published = paths(a_site(tmp_path, site), drafts=True)
    assert ("articles/secret.pdf" in published) or broken


PASSAGES = "text: passages\n"
OWN_ADDRESS = "https://example.org/a/articles/secret.pdf"
WITHHELD_WAYS: Mapping[str, Site] = {
    "a sidecar without an article": {"content/articles/x.yaml": sidecar("See [the file](secret.pdf).")},
    "the notes of a second annotator": {"content/articles/a.lr.yaml": sidecar("See [the file](secret.pdf).")},
    "an article that can't have its name": {"content/articles/_d.md": article("[The file](secret.pdf)", draft=False)},
    "a conflicting copy": {"content/articles/a (conflicted copy).md": article("![It](secret.pdf)", draft=False)},
    "an article whose name falls together with another": {
        "content/articles/A.md": article("", draft=False),
        "content/articles/a.md": article("[The file](secret.pdf)", draft=False),
    },
    "a text beside the articles": {"content/drafts/d.md": article("[The file](../articles/secret.pdf)", draft=False)},
    "passages and a link to the site's own address": {
        "content/articles/d.md": article(f"[The file]({OWN_ADDRESS})", draft=False, front=PASSAGES)
    },
    "passages and a definition that no link uses": {
        "content/articles/d.md": article("[one]: secret.pdf", draft=False, front=PASSAGES)
    },
    "passages and a comment": {
        "content/articles/d.md": article("<!-- ![It](secret.pdf) -->", draft=False, front=PASSAGES)
    },
    "passages and HTML": {"content/articles/d.md": article("<img src=secret.pdf>", draft=False, front=PASSAGES)},
}
"""How a text that is no draft can use the file without publishing it."""


@pytest.mark.parametrize("site", WITHHELD_WAYS.values(), ids=WITHHELD_WAYS)
def test_what_only_a_withheld_text_uses_is_not_published(tmp_path, site):
    published = paths(a_site(tmp_path, site))
    assert "articles/secret.pdf" not in published
    assert "articles/spare.pdf" in published, "no text uses it"


def test_a_file_whose_name_is_the_end_of_one_in_a_template_is_kept_back(tmp_path):
    draft = {"content/articles/d.md": article("[The file](secret.pdf)")}
    style = {"templates/style/own.css": "body { background: url(top-secret.pdf) }\n"}
    assert "articles/secret.pdf" not in paths(a_site(tmp_path, {**draft, **style}))


def test_what_a_sidecar_without_an_article_names_is_looked_up_anew_after_an_edit(tmp_path):
    """Law 5."""
    root = a_site(tmp_path, {"content/articles/x.yaml": sidecar("Nothing.")})
    for note, is_published in (("Nothing.", True), ("[It](secret.pdf)", False), ("Nothing.", True)):
        (root / "content/articles/x.yaml").write_text(sidecar(note))
        assert main(["build", "--site", str(root), "-q"]) == 1
        assert (root / "output/articles/secret.pdf").exists() == is_published


PUBLIC_WAYS: Mapping[str, Site] = {
    "a link": {"content/articles/b.md": article("[The file](secret.pdf)", draft=False)},
    "the lead picture": {
        "content/articles/b.md": article("", draft=False, front="image: {src: secret.pdf, alt: A dam}\n")
    },
    "a note": {
        "content/articles/b.md": article("", draft=False),
        "content/articles/b.yaml": sidecar("See [the file](secret.pdf)."),
    },
    "a page": {"content/pages/b.md": "---\ntitle: Out\n---\n\n[The file](../articles/secret.pdf)\n"},
    "a shared speaker": {"content/speakers.yaml": "wong: {name: Jane Wong, image: articles/secret.pdf}\n"},
    "the description of a shared speaker": {
        "content/speakers.yaml": "wong: {name: Jane Wong, description: 'See [it](articles/secret.pdf)'}\n"
    },
    "a speaker of an article": {
        "content/articles/b.md": article("", draft=False),
        "content/articles/b.yaml": "speakers:\n  wong: {name: Jane Wong, image: secret.pdf}\n",
    },
    "a shared source": {
        "content/sources.yaml": "it: {title: It, url: 'https://example.org/a/articles/secret.pdf'}\n"
    },
    "an archived source of an article": {
        "content/articles/b.md": article("", draft=False),
        "content/articles/b.yaml": "claims:\n  one:\n    quote: The river rose\n    speaker: outlet\n    sources:\n"
        "      - {title: It, url: 'https://x.example/', archived: 'https://example.org/a/articles/secret.pdf'}\n",
    },
    "the archived copy of an article": {
        "content/articles/b.md": article("", draft=False, front=f"archived: {OWN_ADDRESS}\n")
    },
    "the original of an article": {"content/articles/b.md": article("", draft=False, front=f"url: {OWN_ADDRESS}\n")},
    "a correction": {
        "content/articles/b.md": article(
            "", draft=False, front=f"corrections: [{{date: 2016-02-02, text: It, url: '{OWN_ADDRESS}'}}]\n"
        )
    },
    "a text by the site's own address": {"content/articles/b.md": article(f"[It]({OWN_ADDRESS})", draft=False)},
    "a passage by the site's own address": {
        "content/articles/b.md": PUBLIC.replace("---\n\n", f"{PASSAGES}---\n\n") + f"A dam. [It]({OWN_ADDRESS})\n",
        "content/articles/b.yaml": "notes:\n  one: {quote: A dam, note: See.}\n",
    },
    "a note by the site's own address": {
        "content/articles/b.md": article("", draft=False),
        "content/articles/b.yaml": sidecar(f"[It]({OWN_ADDRESS})"),
    },
    "a page by the site's own address": {"content/pages/b.md": f"---\ntitle: Out\n---\n\n[It]({OWN_ADDRESS})\n"},
    "the address of a speaker": {"content/speakers.yaml": f"wong: {{name: Jane Wong, url: '{OWN_ADDRESS}'}}\n"},
    "the description of a speaker, by the site's own address": {
        "content/speakers.yaml": f"wong: {{name: Jane Wong, description: '[It]({OWN_ADDRESS})'}}\n"
    },
    "the organization's address": {
        "site.yaml": f"title: A\nurl: https://example.org/a/\norganization: {{name: X, url: '{OWN_ADDRESS}'}}\n"
    },
    "a template that encodes the name": {"templates/style/own.css": "body { background: url(../s%65cret.pdf) }\n"},
    "a template": {"templates/style/own.css": "body { background: url(../articles/secret.pdf) }\n"},
}  # fmt: skip


@pytest.mark.parametrize("site", PUBLIC_WAYS.values(), ids=PUBLIC_WAYS)
def test_what_a_published_text_uses_too_is_published(tmp_path, site):
    draft = {"content/articles/d.md": article("[The file](secret.pdf)")}
    assert "articles/secret.pdf" in paths(a_site(tmp_path, {**draft, **site}))


@pytest.mark.parametrize("ending", ["jpg", "png", "pdf", "mp3", "vtt", "csv", "json", "zip", "svg"])
@pytest.mark.parametrize("name", ["secret", "a dam", "map (1)", "dossié", APART, "水"])
def test_any_kind_of_file_of_any_name_is_kept_back(tmp_path, ending, name):
    link = f"[The file](<{name}.{ending}>)"
    files: Site = {
        "site.yaml": f"title: A site\nfiles: ['articles/{name}.svg']\n" if ending == "svg" else "title: A site\n",
        f"content/articles/{name}.{ending}": b"SECRET",
        "content/articles/secret.pdf": b"other",
    }
    with_draft = a_site(tmp_path / "one", {**files, "content/articles/d.md": article(link)})
    without = a_site(tmp_path / "other", {**files, "content/articles/d.md": article(link, draft=False)})
    published = unicodedata.normalize("NFC", f"articles/{name}.{ending}")
    assert published in paths(without)
    assert published not in paths(with_draft)


@pytest.mark.parametrize("link", ["map%20(1).pdf", "<map (1).pdf>", "map%20%281%29.pdf"])
def test_a_draft_that_does_not_compile_is_searched_for_names_of_any_form(tmp_path, link):
    draft = article(f"[The file]({link})").replace("2016-02-01", "soon")
    site: Site = {"content/articles/map (1).pdf": b"SECRET", "content/articles/d.md": draft}
    assert "articles/map (1).pdf" not in paths(a_site(tmp_path, site))


@pytest.mark.parametrize(
    ("name", "link"),
    [("it's.pdf", "it's.pdf"), ("a=b.pdf", "a=b.pdf"), ("a&b.pdf", "a&amp;b.pdf"), ("[1].pdf", "\\[1\\].pdf")],
)
def test_a_name_that_only_the_compiled_link_shows_is_kept_back(tmp_path, name, link):
    site: Site = {f"content/articles/{name}": b"SECRET", "content/articles/d.md": article(f"[The file]({link})")}
    assert f"articles/{name}" not in paths(a_site(tmp_path, site))


def test_a_picture_of_a_draft_is_named_and_copied_nowhere(tmp_path):
    picture = {"content/articles/folder/embargo.png": png(1000, 500)}
    root = a_site(tmp_path, {**picture, "content/articles/folder/d.md": article("![A dam](embargo.png)")})
    assert main(["build", "--site", str(root), "-q"]) == 0
    for path, data in tree(root / "output").items():
        assert "embargo" not in path
        assert b"embargo" not in (data or b"")


def test_a_broken_link_is_not_answered_with_the_name_of_a_file_of_a_draft(tmp_path):
    draft = {"content/articles/d.md": article("[The file](secret.pdf)")}
    public = {"content/articles/b.md": article("[The file](secrets.pdf)", draft=False)}
    (found,) = build_site(a_site(tmp_path, {**draft, **public})).diagnostics
    assert found.code == "link-broken"
    assert "secret.pdf" not in found.step


def test_a_draft_that_cites_an_unknown_source_is_no_obstacle(tmp_path):
    cites = "claims:\n  c: {speaker: editors, statement: So., sources: [gone]}\n"
    built = build_site(a_site(tmp_path, {"content/articles/d.md": article(""), "content/articles/d.yaml": cites}))
    assert "articles/spare.pdf" in built.digests
    assert {one.code for one in built.diagnostics} <= {"source-unknown"}


def test_each_build_after_an_edit_gives_the_files_of_a_clean_one(tmp_path):
    """Law 5: a draft is published and withdrawn; another article begins and ends to use its file."""
    root = a_site(tmp_path / "site", {"content/articles/d.md": article("![A dam](dam.png)")})
    (root / "content/articles/dam.png").write_bytes(png(1000, 500))
    steps: list[tuple[str, str, bool]] = [
        ("d", article("![A dam](dam.png)"), False),
        ("d", article("![A dam](dam.png)", draft=False), True),
        ("d", article("![A dam](dam.png)"), False),
        ("a", article("![A dam](dam.png)", draft=False), True),
        ("a", article("", draft=False), False),
        ("d", article("![A dam](dam.png)\n\nMore."), False),
        ("d", article("More."), True),
        ("d", article("<!-- dam.png -->"), False),
        ("d", article("![A dam](dam.png)", draft=False), True),
    ]
    for number, (name, text, is_published) in enumerate(steps):
        (root / f"content/articles/{name}.md").write_text(text)
        assert main(["build", "--site", str(root), "-q"]) == 0
        clean = tmp_path / f"clean{number}"
        cache = tmp_path / f"cache{number}"
        assert main(["build", "--site", str(root), "-q", "--output", str(clean), "--cache", str(cache)]) == 0
        assert tree(root / "output") == tree(clean)
        assert (root / "output/articles/dam.png").exists() == is_published
        assert main(["build", "--site", str(root), "-q", "--drafts"]) == 0
        assert (root / "output/articles/dam.png").exists()
