"""The desk of a layer: it reads and writes the file of the layer, and no other but for what belongs to the article."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from generator.formats.front_matter import read_front_matter
from generator.model import Completion
from generator.server.desk import Desk
from tests.server.test_desk import MARKDOWN, SIDECAR, SPEAKERS, TEXT, YAML, Visit, added, committed
from tests.serving import site_now

LAYER = "content/articles/2015/report.lr.yaml"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    root = tmp_path / "site"
    (root / "content/articles/2015").mkdir(parents=True)
    (root / "site.yaml").write_text("title: Rivers\nlayers: {lr: {name: L. R.}}\n")
    (root / "content/speakers.yaml").write_text(SPEAKERS)
    (root / TEXT).write_text(MARKDOWN)
    (root / SIDECAR).write_text(YAML)
    return root


@pytest.fixture
def visit(root: Path) -> Visit:
    visit = Visit(root)
    visit.desk = Desk(root, root / ".counterpoint", lambda: site_now(root), lambda: dt.date(2026, 11, 27), layer="lr")
    return visit


def test_the_page_learns_whose_layer_it_is_and_nothing_of_the_sidecar(visit):
    model = visit.look()
    assert (model["layer"], model["annotations"]) == ("L. R.", [])


def test_a_claim_goes_into_the_file_of_the_layer_and_the_sidecar_stays(visit, root):
    assert visit.add("only clichés and fakes", fields={"verdict": "unsupported"}).status == 200
    assert visit.sidecar == YAML
    assert "verdict: unsupported" in (root / LAYER).read_text()
    assert [one["id"] for one in visit.look()["annotations"]] == ["only-cliches-fakes"]


def test_what_was_added_is_taken_back_and_made_again(visit, root):
    visit.add("only clichés and fakes")
    written = (root / LAYER).read_bytes()
    assert visit.write("undo").status == 200
    assert not (root / LAYER).exists()
    assert visit.write("redo").status == 200
    assert (root / LAYER).read_bytes() == written


def test_a_new_speaker_stays_in_the_file_of_the_layer(visit, root):
    (root / LAYER).write_text(before := "# mine\nclaims:\n  mine: {speaker: amnesty, statement: It is so.}\n")
    assert visit.add("said the spokesman", voice={"isNew": True, "name": "Ann Novak"}).status == 200
    assert (root / "content/speakers.yaml").read_text() == SPEAKERS
    lines = added(before, (root / LAYER).read_text())
    assert "  novak:" in lines
    assert "    speaker: novak" in lines
    assert visit.write("undo").status == 200
    assert (root / LAYER).read_text() == before
    assert visit.write("redo").status == 200
    assert added(before, (root / LAYER).read_text()) == lines


def test_a_second_new_speaker_gets_an_id_that_the_layer_has_not(visit, root):
    visit.add("said the spokesman", voice={"isNew": True, "name": "Ann Novak"})
    assert visit.add("only clichés and fakes", voice={"isNew": True, "name": "Ben Novak"}).status == 200
    assert [line for line in (root / LAYER).read_text().splitlines() if "speaker: " in line] == [
        "    speaker: novak-2",
        "    speaker: novak",
    ]


def test_done_is_said_of_the_layer(visit, root):
    assert visit.write("done", done=True).status == 200
    front = read_front_matter((root / TEXT).read_bytes(), TEXT).front
    assert front
    assert front.annotated == Completion("", ("lr",))
    assert visit.look()["done"]
    assert not Visit(root).look()["done"], "nobody said so of the sidecar"
    assert visit.write("done", done=False).status == 200
    assert (root / TEXT).read_text() == MARKDOWN


def test_what_is_committed_is_asked_of_the_layer(visit, root):
    (root / LAYER).write_text("claims:\n  mine: {speaker: amnesty, quote: Amnesty did not answer}\n")
    committed(root)
    visit.add("only clichés and fakes")
    assert {one["id"]: one["committed"] for one in visit.look()["annotations"]} == {
        "mine": True,
        "only-cliches-fakes": False,
    }
    changes = visit.look("changes")
    assert (changes["path"], changes["removed"]) == (LAYER, 0)


def test_the_sidecar_of_another_article_is_never_taken_for_a_layer(visit, root):
    (root / "content/articles/2015/report.lr.md").write_text(MARKDOWN)
    reply = visit.desk.look("model", {"article": "2015/report"})
    assert reply.status == 404
    assert reply.said == (
        "`content/articles/2015/report.lr.yaml` is the sidecar of the article “2015/report.lr” by its name, and can't "
        "be a layer. Rename that article, or give the layer another key."
    )


def test_a_layer_with_a_merge_that_is_not_finished_is_locked(visit, root):
    (root / LAYER).write_text("claims:\n<<<<<<< HEAD\n  a: {speaker: amnesty}\n=======\n>>>>>>> other\n")
    before = (root / LAYER).read_bytes()
    assert "merge" in visit.look()["locked"].lower()
    assert visit.add("only clichés and fakes").status == 422
    assert (root / LAYER).read_bytes() == before
