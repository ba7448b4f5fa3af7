"""Shared speakers and sources that only drafts use are in no file of a public build."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest

from generator.diagnostics.codes import CODES
from generator.pipeline.build import build_site

SPEAKERS = """\
wong: {name: Jane Wong, organization: mill, description: "See [it](articles/secret.pdf)"}
mill: {name: The Mill, organization: group}
group: {name: The Group}
idle: {name: Nobody Yet}
paper: {name: The Paper, kind: outlet}
"""
CLAIM = "claims:\n  one: {speaker: wong, statement: It rose., sources: [report p. 3]}\n"
OTHER = "claims:\n  two: {speaker: idle, statement: It fell.}\n"


def built(root: Path, public: str = OTHER, front: str = "", drafts: bool = False) -> tuple[str, list[str]]:
    """The names and texts of all files of a build, and the codes of its problems."""
    draft = "---\ntitle: Not yet\ndate: 2016-02-01\npublisher: paper\ndraft: true\n---\n\nIt rose.\n"
    files: Mapping[str, str] = {
        "site.yaml": "title: A site\nurl: https://example.org/a/\n",
        "content/speakers.yaml": SPEAKERS,
        "content/sources.yaml": "report: {title: The Report, url: 'https://x.example/report'}\n",
        "content/articles/a.md": f"---\ntitle: Out\ndate: 2016-01-01\n{front}---\n\nThe river rose.\n",
        "content/articles/a.yaml": public,
        "content/articles/d.md": draft,
        "content/articles/d.yaml": CLAIM,
        "content/articles/secret.pdf": "SECRET",
    }
    for path, text in files.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(text)
    done = build_site(root, drafts)
    texts = (data.read_bytes() if isinstance(data, Path) else data for data in (done.files or {}).values())
    return "\n".join([*done.digests, *(text.decode() for text in texts)]), [
        d.code for d in done.diagnostics if not CODES[d.code].waits
    ]


NAMES = ("Jane Wong", "The Mill", "The Group", "The Paper", "The Report", "speakers/wong", "SECRET", "secret.pdf")


def shown(output: str) -> set[str]:
    return {name for name in NAMES if name in output}


def test_what_only_a_draft_uses_is_in_no_file(tmp_path):
    output, codes = built(tmp_path)
    assert shown(output) == set()
    assert "Nobody Yet" in output
    assert codes == []


def test_with_drafts_it_is_all_there(tmp_path):
    assert shown(built(tmp_path, drafts=True)[0]) == set(NAMES)


@pytest.mark.parametrize(
    ("public", "front", "names"),
    [
        (CLAIM, "", set(NAMES) - {"The Paper"}),
        ("claims:\n  two: {speaker: idle, via: mill, statement: It fell.}\n", "", {"The Mill", "The Group"}),
        ("claims:\n  two: {speaker: idle, statement: It fell., sources: [report]}\n", "", {"The Report"}),
        ("speakers:\n  idle: {organization: group}\n" + OTHER, "", {"The Group"}),
        ("speakers:\n  new: {name: New, organization: mill}\n" + OTHER, "", {"The Mill", "The Group"}),
        (OTHER, "publisher: paper\n", {"The Paper"}),
    ],
)
def test_what_a_published_article_uses_too_is_shown(tmp_path, public, front, names):
    output, codes = built(tmp_path, public, front)
    assert shown(output) == names
    assert codes == []


def test_a_speaker_whom_no_text_uses_is_shown(tmp_path):
    """Only what drafts use is withheld."""
    assert "Nobody Yet" in built(tmp_path, "notes: {}\n")[0]
