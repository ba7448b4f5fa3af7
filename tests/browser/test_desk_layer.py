"""A second annotator at the desk: sees nothing of the first, and writes into the file of the layer alone."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser

from tests.browser.desk_editor import DeskSite, Editor, editor_in

SETTINGS = "title: Rivers\nlayers: {lr: {name: L. R.}}\n"
OF_THE_FIRST = """\
claims:
  zebra-first:
    verdict: "false"
    speaker: konashenkov
    quote: only clichés and fakes
    note: Zebra is a word of the first.
"""


@pytest.fixture(scope="module")
def desk_site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[DeskSite]:
    with DeskSite(tmp_path_factory.mktemp("layer") / "site", SETTINGS, layer="lr") as site:
        yield site


@pytest.fixture
def editor(browser: Browser, desk_site: DeskSite) -> Iterator[Editor]:
    editor = editor_in(browser, desk_site, desk_site.article(sidecar=OF_THE_FIRST))
    yield editor
    desk_site.cleans()
    editor.leaves()


def layer(editor: Editor) -> str:
    path = editor.site.root / f"content/articles/{editor.article}.lr.yaml"
    return path.read_text(encoding="utf-8") if path.exists() else ""


def test_the_second_annotator_works_blind_in_a_file_of_their_own(editor: Editor):
    editor.page.get_by_text("Layer: L. R.").wait_for()
    assert "zebra" not in editor.page.content().lower()
    editor.claims("clichés", "fakes", "cliches-fakes")
    assert layer(editor).startswith("claims:\n  cliches-fakes:\n")
    assert editor.sidecar == OF_THE_FIRST
    assert "zebra" not in editor.page.content().lower()
    editor.takes_back("cliches-fakes")
    assert layer(editor) == ""


def test_done_says_whose_work_is_done(editor: Editor):
    editor.presses("D")
    editor.is_told("Saved: done")
    assert "annotated:\n  by: [lr]\n" in editor.markdown or "annotated: {by: [lr]}" in editor.markdown
