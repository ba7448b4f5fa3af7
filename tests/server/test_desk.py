"""What the desk answers and writes: the lines meant and no other, and what others changed meanwhile stays."""

from __future__ import annotations

import datetime as dt
import json
import subprocess
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from generator.server.desk import Desk
from generator.server.reply import Reply
from tests.serving import site_now

ARTICLE = "2015/report"
TEXT = "content/articles/2015/report.md"
SIDECAR = "content/articles/2015/report.yaml"
MARKDOWN = """\
---
title: Moscow dismisses “fake” report
date: 2015-12-23
publisher: presstv
---

“There was nothing concrete, only clichés and fakes,” said the spokesman, Igor Konashenkov.

The report says that strikes have left hundreds of civilians dead. Amnesty did not answer.
"""
YAML = """\
# The statements of the ministry.
claims:
  # the second sentence
  hundreds-dead:
    speaker: amnesty
    quote: strikes have left hundreds of civilians dead
"""
SPEAKERS = """\
amnesty: {name: Amnesty International, kind: organization}
konashenkov: {name: Igor Konashenkov, kind: person, role: Spokesman}
presstv: {name: Press TV, kind: outlet}
"""


@pytest.fixture
def root(tmp_path: Path) -> Path:
    root = tmp_path / "site"
    (root / "content/articles/2015").mkdir(parents=True)
    (root / "site.yaml").write_text("title: Rivers\ncodes: {frame: [conflict, evidence]}\n")
    (root / "content/speakers.yaml").write_text(SPEAKERS)
    (root / TEXT).write_text(MARKDOWN)
    (root / SIDECAR).write_text(YAML)
    return root


def git(root: Path, *arguments: str) -> str:
    own = ["-c", "user.name=A", "-c", "user.email=a@example.org", "-c", "commit.gpgsign=false"]
    done = subprocess.run(["git", *own, "-C", str(root), *arguments], check=True, capture_output=True, text=True)
    return done.stdout


def committed(root: Path) -> None:
    git(root, "init", "--quiet")
    git(root, "add", "--all")
    git(root, "commit", "--quiet", "--message", "The beginning")


class Visit:
    """A page at the desk: asks as its script does."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.desk = Desk(root, root / ".counterpoint", lambda: site_now(root), lambda: dt.date(2026, 11, 27))

    def look(self, name: str = "model", **query: str) -> Any:
        reply = self.desk.look(name, {"article": ARTICLE, **query})
        assert reply.status == 200, reply.said
        return reply.values

    def ask(self, name: str, asked: Mapping[str, object]) -> Reply:
        return self.desk.answer(name, json.dumps({"article": ARTICLE, **asked}).encode())

    def place(self, words: str, **more: object) -> Reply:
        model = self.look()
        part = next(part for part, text in model["parts"].items() if words in text)
        start = model["parts"][part].index(words)
        asked = {"part": part, "start": start, "end": start + len(words), "text": model["text"]}
        return self.ask("place", {**asked, **more})

    def write(self, op: str, **what: object) -> Reply:
        return self.ask("write", {"op": op, **what})

    def add(self, words: str, **what: object) -> Reply:
        place = self.place(words).values
        piece = {key: place[key] for key in ("part", "start", "end")}
        fields = {"pieces": [piece], **what.pop("fields", {})}  # type: ignore[dict-item]
        usual = {"kind": "claim", "voice": {"id": "konashenkov"}, "id": place["id"]}
        return self.write("add", **{**usual, **what}, fields=fields)

    def known(self, id: str) -> str:
        return str(next(one["digest"] for one in self.look()["annotations"] if one["id"] == id))

    @property
    def sidecar(self) -> str:
        return (self.root / SIDECAR).read_text()


@pytest.fixture
def visit(root: Path) -> Visit:
    return Visit(root)


def added(before: str, after: str) -> list[str]:
    """The lines that are new; those that were there are all still there, in their order."""
    old = before.splitlines()
    new = after.splitlines()
    lines = []
    for line in new:
        if old and line == old[0]:
            old.pop(0)
        else:
            lines.append(line)
    assert not old
    return lines


# ── looking ──────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_the_page_is_told_what_the_article_holds(visit: Visit):
    model = visit.look()
    assert model["parts"]["title"] == "Moscow dismisses “fake” report"
    assert [one["id"] for one in model["annotations"]] == ["hundreds-dead"]
    assert model["annotations"][0]["voice"] == {"id": "amnesty", "name": "Amnesty International"}
    assert model["touched"] == [0, 1]
    assert model["counts"]["claims"] == 1
    assert model["codes"][0]["key"] == "frame"


def test_selected_words_have_a_place_a_quote_and_who_may_say_them(visit: Visit):
    place = visit.place("nly clichés and fak").values
    assert place["quote"] == "only clichés and fakes"
    assert place["mode"] == "direct"
    assert place["id"] == "only-cliches-fakes"
    assert place["speakers"][0]["id"] == "konashenkov"  # type: ignore[index]


def test_an_end_moves_by_a_word(visit: Visit):
    assert visit.place("only clichés", move={"edge": "end", "by": 2}).values["quote"] == "only clichés and fakes"


def test_a_page_of_another_text_is_told_so(visit: Visit):
    assert visit.ask("place", {"part": "body", "start": 0, "end": 9, "text": "other"}).status == 409


def test_voices_are_found_by_name_and_role(visit: Visit):
    assert [one["id"] for one in visit.look("voices", words="spokes")["voices"]] == ["konashenkov"]


def test_articles_are_listed_by_what_is_left(visit: Visit):
    (visit.root / "content/articles/2016").mkdir()
    (visit.root / "content/articles/2016/new.md").write_text(MARKDOWN.replace("“fake”", "the"))
    visit.write("edit", id="hundreds-dead", known=visit.known("hundreds-dead"), fields={"verdict": "supported"})
    listed = visit.look("articles", base="/rivers/")["articles"]
    assert [(one["id"], one["state"]) for one in listed] == [(ARTICLE, "begun"), ("2016/new", "not begun")]
    assert [listed[0][key] for key in ("claims", "unrated", "reasonless", "href")] == [
        1,
        0,
        1,
        "/rivers/articles/2015/report.html",
    ]


# ── writing ──────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_claim_is_three_lines_before_what_comes_later_in_the_text(visit: Visit):
    assert visit.add("only clichés and fakes").status == 200
    assert added(YAML, visit.sidecar) == [
        "  only-cliches-fakes:",
        "    speaker: konashenkov",
        "    quote: only clichés and fakes",
    ]
    assert visit.sidecar.index("only-cliches") < visit.sidecar.index("# the second sentence")


def test_an_answer_stands_in_what_it_answers(visit: Visit):
    made = visit.add(
        "Amnesty did not answer", kind="counterpoint", parent="hundreds-dead", fields={"relation": "rebuts"}
    )
    assert made.status == 200, made.said
    assert added(YAML, visit.sidecar)[:3] == [
        "    counterpoints:",
        "      amnesty-not-answer:",
        "        relation: rebuts",
    ]


def test_a_note_needs_nobody_who_says_it(visit: Visit):
    assert (
        visit.add("fake", kind="note", voice=None, fields={"note": "The quotation marks are the outlet’s."}).status
        == 200
    )
    assert "notes:" in visit.sidecar
    assert "in: title" in visit.sidecar


def test_a_first_annotation_makes_the_sidecar_and_taking_it_back_removes_it(visit: Visit):
    (visit.root / SIDECAR).unlink()
    assert visit.add("only clichés and fakes").status == 200
    assert visit.sidecar.startswith("claims:\n")
    assert visit.write("undo").status == 200
    assert not (visit.root / SIDECAR).exists()


def test_a_new_speaker_is_described_in_the_same_save(visit: Visit):
    assert visit.add("only clichés and fakes", voice={"name": "Maria Zakharova", "isNew": True}).status == 200
    assert "speaker: zakharova" in visit.sidecar
    assert "zakharova:" in (visit.root / "content/speakers.yaml").read_text()
    assert visit.write("undo").status == 200
    assert (visit.root / "content/speakers.yaml").read_text() == SPEAKERS


def test_a_new_speaker_gets_no_id_that_another_had(visit: Visit):
    (visit.root / "content/speakers.yaml").write_text(f"{SPEAKERS}mz: {{name: M. Z., aliases: [zakharova]}}\n")
    assert visit.add("only clichés and fakes", voice={"name": "Maria Zakharova", "isNew": True}).status == 200
    assert "speaker: zakharova-2" in visit.sidecar


def test_an_unnamed_voice_is_its_words(visit: Visit):
    assert visit.add("only clichés and fakes", voice={"unnamed": "a senior official"}).status == 200
    assert "speaker: {unnamed: a senior official}" in visit.sidecar


def test_only_the_fields_that_change_are_written(visit: Visit):
    fields = {"verdict": "unverified", "note": "One: two.", "codes": {"frame": "evidence"}}
    assert visit.write("edit", id="hundreds-dead", known=visit.known("hundreds-dead"), fields=fields).status == 200
    lines = added(YAML, visit.sidecar)
    assert lines[0] == "    verdict: unverified"
    assert "    codes: {frame: evidence}" in lines
    assert len(lines) <= 4


def test_another_rating_is_of_today_where_the_day_is_kept(visit: Visit):
    def rates(verdict: str) -> None:
        known = visit.known("hundreds-dead")
        assert visit.write("edit", id="hundreds-dead", known=known, fields={"verdict": verdict}).status == 200

    rates("false")
    assert "reviewed" not in visit.sidecar
    dated = visit.sidecar.replace("verdict: false", "verdict: false\n    reviewed: 2015-12-30")
    (visit.root / SIDECAR).write_text(dated)
    rates("supported")
    assert visit.sidecar == dated.replace("verdict: false", "verdict: supported").replace("2015-12-30", "2026-11-27")


def test_a_reason_is_an_update_of_today(visit: Visit):
    what = {"id": "hundreds-dead", "known": visit.known("hundreds-dead"), "fields": {"verdict": "supported"}}
    assert visit.write("edit", **what, reason="The annex gives the places.").status == 200
    assert "2026-11-27: The annex gives the places." in visit.sidecar


def test_what_is_withdrawn_stays_and_what_is_deleted_goes(visit: Visit):
    known = visit.known("hundreds-dead")
    assert visit.write("withdraw", id="hundreds-dead", known=known, reason="Misread.").status == 200
    assert "withdrawn: 2026-11-27 Misread." in visit.sidecar
    assert visit.write("remove", id="hundreds-dead", known=visit.known("hundreds-dead")).status == 200
    assert "hundreds-dead" not in visit.sidecar


def test_the_facts_are_changed_and_the_text_is_not(visit: Visit):
    text = visit.look()["text"]
    assert visit.write("front", digest=text, fields={"tags": "Syria, war", "date": "2015-12-24"}).status == 200
    now = (visit.root / TEXT).read_text()
    assert "date: 2015-12-24" in now
    assert "tags: [Syria, war]" in now
    assert now.partition("\n---\n")[2] == MARKDOWN.partition("\n---\n")[2]


def test_facts_that_a_build_refuses_are_refused(visit: Visit):
    reply = visit.write("front", digest=visit.look()["text"], fields={"date": "yesterday"})
    assert reply.status == 422
    assert "date" in reply.said
    assert (visit.root / TEXT).read_text() == MARKDOWN


def test_done_is_a_line_of_the_front_matter(visit: Visit):
    assert visit.write("done", done=True).status == 200
    assert "annotated: true" in (visit.root / TEXT).read_text()
    assert visit.look()["done"] is True
    assert visit.write("undo").status == 200
    assert (visit.root / TEXT).read_text() == MARKDOWN


# ── two writers ──────────────────────────────────────────────────────────────────────────────────────────────────────


def test_what_others_change_around_it_stays(visit: Visit):
    visit.add("only clichés and fakes")
    (visit.root / SIDECAR).write_text(
        visit.sidecar.replace("# The statements", "# All statements") + "    note: By another.\n"
    )
    assert visit.add("Amnesty did not answer", voice={"id": "outlet"}).status == 200
    assert visit.write("undo").status == 200
    assert visit.write("undo").status == 200
    assert visit.sidecar == YAML.replace("# The statements", "# All statements") + "    note: By another.\n"


def test_the_same_annotation_is_never_merged(visit: Visit):
    known = visit.known("hundreds-dead")
    (visit.root / SIDECAR).write_text(YAML + "    note: By another.\n")
    shown = {"speaker": "amnesty", "quote": "strikes have left hundreds of civilians dead"}
    yours = {**shown, "note": "Mine."}
    reply = visit.write("edit", id="hundreds-dead", known=known, fields={"note": "Mine."}, before=shown, yours=yours)
    assert reply.status == 409
    assert reply.values["fields"] == [{"label": "note", "before": "", "yours": "Mine.", "disk": "By another."}]
    assert reply.values["disk"] == {**shown, "note": "By another."}
    assert "Mine" not in visit.sidecar


def test_a_change_of_the_same_annotation_is_not_taken_back(visit: Visit):
    visit.write("edit", id="hundreds-dead", known=visit.known("hundreds-dead"), fields={"verdict": "supported"})
    (visit.root / SIDECAR).write_text(visit.sidecar.replace("supported", "unverified"))
    assert visit.write("undo").status == 409
    assert "unverified" in visit.sidecar


def test_what_was_taken_back_can_be_made_again(visit: Visit):
    visit.add("only clichés and fakes")
    after = visit.sidecar
    visit.write("undo")
    assert visit.sidecar == YAML
    assert visit.write("redo").status == 200
    assert visit.sidecar == after
    assert visit.write("redo").status == 409


def test_an_unfinished_merge_is_only_read(visit: Visit):
    (visit.root / SIDECAR).write_text(f"{YAML}<<<<<<< HEAD\n=======\n>>>>>>> other\n")
    assert visit.look()["locked"]
    assert visit.write("remove", id="hundreds-dead", known="").status in (409, 422)
    assert "<<<<<<<" in visit.sidecar


# ── the last commit ──────────────────────────────────────────────────────────────────────────────────────────────────


def test_changes_are_told_since_the_last_commit(root: Path):
    committed(root)
    visit = Visit(root)
    assert visit.look()["changes"] == 0
    visit.add("only clichés and fakes")
    changes = visit.look("changes")
    assert changes["sentences"] == ["only-cliches-fakes: Added."]
    assert (changes["added"], changes["removed"]) == (3, 0)
    assert "1 claim added" in changes["message"]
    assert [one["committed"] for one in visit.look()["annotations"]] == [False, True]
    visit.write("undo")
    assert git(root, "status", "--porcelain", "--", "content") == ""


# ── requests ─────────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    "request_",
    [b"", b"[]", b"{", b'{"article": 1}', b"[" * 100_000, b'{"op": "add"}', b'{"article": "2015/report", "op": "no"}'],
)
def test_what_is_no_request_changes_nothing(visit: Visit, request_: bytes):
    for name in ("place", "write"):
        assert visit.desk.answer(name, request_).status in (400, 409, 422)
    assert visit.sidecar == YAML


@pytest.mark.parametrize(
    "article", ["../site", "2015/../../x", "/etc/passwd", "", "2015/none", "a\0", "2015\\report", "."]
)
def test_no_request_leads_out_of_the_articles(visit: Visit, article: str):
    before = sorted(path for path in visit.root.parent.rglob("*"))
    assert visit.desk.look("model", {"article": article}).status == 404
    asked = {"article": article, "op": "add", "kind": "note", "fields": {"note": "x"}}
    assert visit.desk.answer("write", json.dumps(asked).encode()).status == 422
    assert sorted(path for path in visit.root.parent.rglob("*")) == before


HOSTILE = [
    "<script>x</script>",
    "a: b",
    "- c",
    "#d",
    "{e}",
    "---",
    "...",
    "no",
    "~",
    "'",
    '"',
    "|",
    "\u202ex",
    "x\ny",
    "&a *b !c",
]


@pytest.mark.parametrize("typed", HOSTILE)
def test_whatever_is_typed_is_read_back_as_it_was(visit: Visit, typed: str):
    fields = {"note": typed, "statement": typed, "unsure": f"whether {typed}"}
    reply = visit.add("only clichés and fakes", fields=fields)
    assert reply.status == 200, reply.said
    entry = visit.look()["annotations"][0]["fields"]
    assert {key: entry[key].strip() for key in fields} == {key: text.strip() for key, text in fields.items()}


def test_whom_the_words_come_through_may_be_named(visit: Visit):
    fields = {"via": "amnesty international"}
    assert visit.add("only clichés and fakes", fields=fields).status == 200
    assert "via: amnesty" in visit.sidecar


def commits(root: Path) -> None:
    if not (root / ".git").exists():
        git(root, "init", "--quiet")
    git(root, "add", "--all")
    git(root, "commit", "--quiet", "--message", "As it is")


def test_what_is_committed_is_not_taken_back(visit: Visit):
    commits(visit.root)
    assert visit.add("only clichés and fakes").status == 200
    commits(visit.root)
    committed = visit.sidecar
    reply = visit.write("undo")
    assert reply.status == 409
    assert "in the last commit" in reply.said
    assert visit.sidecar == committed


def test_what_is_not_committed_is_taken_back_whatever_else_was(visit: Visit):
    commits(visit.root)
    before = visit.sidecar
    assert visit.add("only clichés and fakes").status == 200
    (visit.root / "notes.txt").write_text("Something else.")
    git(visit.root, "add", "notes.txt")
    git(visit.root, "commit", "--quiet", "--message", "Something else")
    assert visit.write("undo").status == 200
    assert visit.sidecar == before


def test_in_an_article_that_git_does_not_know_nothing_is_committed(visit: Visit):
    git(visit.root, "init", "--quiet")
    git(visit.root, "add", "site.yaml")
    git(visit.root, "commit", "--quiet", "--message", "The beginning")
    assert [one["committed"] for one in visit.look()["annotations"]] == [False]
    assert visit.look("changes")["unknown"] == (TEXT, SIDECAR)
    commits(visit.root)
    assert [one["committed"] for one in visit.look()["annotations"]] == [True]
    assert visit.look("changes")["unknown"] == ()
