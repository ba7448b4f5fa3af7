"""Law 1 on whole pages: without its notes, references and marks, a text is that of a page without annotations."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from generator.pipeline.build import build_site
from tests.unmarked import article_text, parsed_dom, unwrapped_dom, unwrapped_html, without_notes

ROOT = Path(__file__).parent.parent
SPEC = json.loads((ROOT / "tests" / "data" / "commonmark-spec.json").read_text(encoding="utf-8"))
AT_ONCE = 20
"""Examples of the specification in an article."""


def pages(root: Path) -> dict[str, str]:
    """The pages of the articles of a site, by path."""
    built = build_site(root)
    assert built.files is not None, built.diagnostics
    return {
        path: data.decode()
        for path, data in built.files.items()
        if path.startswith("articles/") and isinstance(data, bytes) and b" data-article-text=" in data
    }


def write(root: Path, name: str, text: str) -> None:
    (root / name).parent.mkdir(parents=True, exist_ok=True)
    (root / name).write_text(text, encoding="utf-8")


def examples(root: Path) -> None:
    """A site whose articles hold all examples of CommonMark's specification, between sentences that claims quote."""
    write(root, "site.yaml", "title: T\n")
    for first in range(0, len(SPEC), AT_ONCE):
        parts, claims = [], ["claims:"]
        for n, example in enumerate(SPEC[first : first + AT_ONCE], first):
            parts.append(f"{example['markdown']}\n\nSentence {n:04} says it, and *says {n:04} again*.\n")
            claims.append(f"  c{n}: {{speaker: outlet, quote: 'Sentence {n:04} says', note: 'A *reason* for {n}.'}}")
            claims.append(f"  d{n}:\n    speaker: outlet\n    quote: it, and says {n:04}\n    counterpoints:")
            claims.append(f"      e{n}: {{speaker: editors, statement: No., sources: ['https://example.org/{n}']}}")
        write(root, f"content/articles/2020/a{first}.md", "---\ntitle: A\ndate: 2020-01-01\n---\n" + "\n".join(parts))
        write(root, f"content/articles/2020/a{first}.yaml", "\n".join(claims) + "\n")


def demonstration(root: Path) -> None:
    shutil.copytree(ROOT / "content", root / "content")
    shutil.copy(ROOT / "site.yaml", root / "site.yaml")


@pytest.mark.parametrize("site", [examples, demonstration])
def test_without_notes_references_and_marks_a_text_is_that_of_the_article_alone(site, tmp_path):
    site(tmp_path)
    annotated = pages(tmp_path)
    for sidecar in (tmp_path / "content" / "articles").rglob("*.yaml"):
        sidecar.unlink()
    bare = pages(tmp_path)
    assert annotated.keys() == bare.keys()
    marked = 0
    for path, page in annotated.items():
        text, plain = article_text(page), article_text(bare[path])
        marked += text.count("<mark ") > 0 and text.count('<div class="beside"') > 0
        assert 'class="beside"' not in plain
        assert unwrapped_html(without_notes(text)) == plain, path
        assert unwrapped_dom(without_notes(text)) == parsed_dom(plain), path
    assert marked >= len(annotated) * 0.9, "claims stand in nearly all of them"
