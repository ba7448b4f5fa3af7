"""The forms of the desk: each field, key and button, and the lines that they write."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
import yaml

from tests.browser.conftest import AtDesk
from tests.browser.desk_editor import CLAIM, MARKDOWN, Editor, git

if TYPE_CHECKING:
    from playwright.sync_api import Route

SETTINGS = """\
title: Rivers
codes:
  frame:
    definition: What the passage is about.
    values: {conflict: {definition: Who blames whom.}, evidence: {definition: What was found.}}
  means:
    definition: By what it persuades.
    values: [ridicule, authority]
    several: true
"""
LONG = "The report names places and days. " * 12
TEXT = MARKDOWN + f"\nThe first of all sentences. {LONG}The last of all sentences.\n"


@pytest.fixture(scope="module")
def desk_settings() -> str:
    return SETTINGS


@pytest.fixture
def claimed(at_desk: AtDesk) -> Editor:
    """With a committed claim."""
    editor = at_desk(sidecar=CLAIM + '    verdict: "false"\n    note: He names no passage.\n')
    editor.page.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")
    return editor


def acts(editor: Editor, id: str, name: str) -> None:
    """Presses a button in a note."""
    editor.note(id).get_by_role("button", name=name).first.click()


def opens_more(editor: Editor) -> None:
    editor.form.locator("summary").click()


def fills(editor: Editor, **fields: str) -> None:
    for name, value in fields.items():
        editor.field(name).fill(value)


# ── what a form writes ───────────────────────────────────────────────────────────────────────────────────────────


def test_a_claim_by_mouse_in_four_moves(editor: Editor):
    editor.drags("only", "fakes")
    editor.toolbar.get_by_text("the only place").wait_for()
    editor.presses("c", "Alt+1")
    editor.saves("only-cliches-fakes")
    assert editor.sidecar == CLAIM
    editor.mark("only-cliches-fakes").wait_for()


PRESSED_THREE_TIMES = """form => {
  const enter = () => new KeyboardEvent("keydown", {key: "Enter", ctrlKey: true, bubbles: true, composed: true});
  for (const _ of "123") form.querySelector("[name=note]").dispatchEvent(enter());
}"""


def test_an_impatient_press_saves_once(editor: Editor):
    editor.drags("only", "fakes")
    editor.opens("n")
    editor.field("note").fill("Once.")
    sent: list[str] = []
    editor.page.on("request", lambda request: sent.append(request.url))
    editor.form.evaluate(PRESSED_THREE_TIMES)
    editor.form.wait_for(state="detached")
    assert sum(url.endswith("/desk/write") for url in sent) == 1
    assert editor.sidecar.count("Once.") == 1


def test_an_answer_inside_what_it_answers(claimed: Editor):
    acts(claimed, "only-cliches-fakes", "Answer")
    claimed.form.get_by_text("No passage").wait_for()
    assert claimed.field("parent").input_value() == "only-cliches-fakes"
    claimed.presses("Escape")
    claimed.drags("strikes have", "dead")
    claimed.opens("a")
    claimed.presses("Alt+1")
    claimed.presses("Control+Enter")
    claimed.form.get_by_text("Choose how it answers.").wait_for()
    claimed.form.get_by_label("rebuts").check()
    claimed.saves("strikes-left-hundreds")
    added = claimed.sidecar.removeprefix(CLAIM)
    assert yaml.safe_load(claimed.sidecar)["claims"]["only-cliches-fakes"]["counterpoints"] == {
        "strikes-left-hundreds": {
            "relation": "rebuts", "speaker": "amnesty", "quote": "strikes have left hundreds of civilians dead",
        }
    }  # fmt: skip
    assert added.startswith('    verdict: "false"\n    note: He names no passage.\n')


def test_an_answer_needs_a_target(claimed: Editor):
    claimed.drags("strikes have", "dead")
    claimed.opens("a")
    claimed.field("parent").select_option("")
    claimed.form.get_by_label("rebuts").check()
    claimed.presses("Alt+1", "Control+Enter")
    claimed.form.get_by_text("Choose what it answers.").wait_for()
    claimed.field("parent").select_option("only-cliches-fakes")
    claimed.saves("strikes-left-hundreds")


def test_a_note_without_a_speaker(editor: Editor):
    editor.drags("Amnesty did", "answer")
    editor.opens("n")
    fills(editor, note="It was asked on Thursday.")
    editor.saves()
    assert list(yaml.safe_load(editor.sidecar)) == ["notes"]


def test_the_title_can_be_annotated(editor: Editor):
    editor.drags("fake", "fake")
    editor.opens("n")
    fills(editor, note="The quotation marks are the outlet’s.")
    editor.saves("fake")
    assert "quote: {exact: fake, in: title}" in editor.sidecar


def test_a_second_passage(editor: Editor):
    editor.drags("only", "fakes")
    editor.opens("c")
    editor.presses("Alt+1")
    editor.form.get_by_role("button", name="Add a passage").click()
    editor.drags("nothing", "concrete")
    editor.toolbar.get_by_role("button", name="Add as a passage").click()
    assert editor.quote == "nothing concrete\nonly clichés and fakes"
    editor.saves("only-cliches-fakes")
    assert editor.entries["only-cliches-fakes"]["quote"] == ["nothing concrete", "only clichés and fakes"]


def test_a_long_passage_is_a_range(at_desk: AtDesk):
    editor = at_desk(TEXT)
    editor.drags("first of all", "last of all sentences")
    editor.opens("c")
    editor.presses("Alt+1")
    editor.saves()
    (claim,) = editor.entries.values()
    quote = str(claim["quote"])
    assert "first of all" in quote
    assert "last of all sentences" in quote
    assert len(quote) < 150


def test_a_new_speaker_on_the_way(editor: Editor):
    editor.drags("only", "fakes")
    editor.opens("c")
    editor.field("voice").press_sequentially("Vera Lind")
    editor.form.get_by_role("option", name="New speaker: Vera Lind").click()
    editor.saves("only-cliches-fakes")
    assert editor.entries["only-cliches-fakes"]["speaker"] == "lind"
    speakers = yaml.safe_load((editor.site.root / "content/speakers.yaml").read_text())
    assert speakers["lind"] == {"name": "Vera Lind"}
    editor.takes_back("only-cliches-fakes")
    assert git(editor.site.root, "status", "--porcelain") == ""


def test_speakers_are_found_by_typing_and_taken_by_keys(editor: Editor):
    editor.drags("only", "fakes")
    editor.opens("c")
    editor.field("voice").press_sequentially("Amn")
    editor.form.get_by_role("option", name="New speaker: Amn").wait_for()
    editor.form.get_by_role("option").filter(has_text="Amnesty International").wait_for()
    editor.presses("Enter")
    editor.form.locator(".chosen", has_text="Amnesty International").wait_for()
    editor.form.get_by_role("button", name="Change").click()
    editor.field("voice").press_sequentially("estimates")
    editor.form.get_by_role("option", name="Unnamed: “estimates”").wait_for()
    editor.presses("ArrowDown", "Enter")
    editor.saves("only-cliches-fakes")
    assert editor.entries["only-cliches-fakes"]["speaker"] == {"unnamed": "estimates"}


def test_all_other_fields(editor: Editor):
    editor.drags("only", "fakes")
    editor.opens("c")
    editor.presses("Alt+1")
    opens_more(editor)
    fills(
        editor, statement="The report has no evidence.", via="presstv", unsure="The whole briefing.",
        sources="The briefing in full https://example.org/briefing", said="2015-12-22, a briefing", newId="no-evidence",
        note="He names no passage.",
    )  # fmt: skip
    editor.form.locator("[name=verdict][value=missing-context]").check()
    editor.saves("no-evidence")
    claim = editor.entries["no-evidence"]
    assert list(claim) == ["verdict", "speaker", "via", "quote", "statement", "said", "note", "unsure", "sources"]
    assert claim["sources"] == [{"title": "The briefing in full", "url": "https://example.org/briefing"}]
    assert editor.site.problems() == []


def test_codes_stay_set_while_coding(editor: Editor):
    editor.drags("only", "fakes")
    editor.opens("c")
    editor.presses("Alt+1")
    opens_more(editor)
    editor.form.get_by_label("conflict").check()
    editor.form.get_by_label("ridicule").check()
    editor.form.get_by_label("authority").check()
    assert editor.form.get_by_text("What the passage is about.").count() == 1
    assert editor.form.get_by_title("Who blames whom.").count() == 1
    editor.saves("only-cliches-fakes")
    codes = {"frame": "conflict", "means": ["ridicule", "authority"]}
    assert editor.entries["only-cliches-fakes"]["codes"] == codes
    editor.drags("hundreds", "dead")
    editor.opens("c")
    assert editor.form.get_by_label("conflict").is_checked(), "and the fields are open"
    editor.presses("Alt+1")
    editor.saves("hundreds-civilians-dead")
    assert editor.entries["hundreds-civilians-dead"]["codes"] == codes


# ── changing ─────────────────────────────────────────────────────────────────────────────────────────────────────


def test_an_edit_changes_its_line_alone(claimed: Editor):
    before = claimed.sidecar
    acts(claimed, "only-cliches-fakes", "Edit")
    fills(claimed, note="He names no page.")
    claimed.saves("only-cliches-fakes")
    assert claimed.sidecar == before.replace("He names no passage.", "He names no page.")
    assert claimed.page.evaluate("document.activeElement.closest('details')?.querySelector('[id^=note_]')?.id") == (
        "note_only-cliches-fakes"
    )


def test_another_rating_of_a_committed_claim_asks_why(claimed: Editor):
    acts(claimed, "only-cliches-fakes", "Rate")
    claimed.form.locator("[name=verdict][value=missing-context]").check()
    claimed.presses("Control+Enter")
    claimed.form.get_by_text("Say why the rating changes").wait_for()
    fills(claimed, reason="A second briefing.")
    claimed.saves("only-cliches-fakes")
    assert [line for line in claimed.site.changes() if line.startswith("-")] == ['-    verdict: "false"']
    assert "A second briefing." in claimed.entries["only-cliches-fakes"]["updates"].values()
    assert claimed.site.problems() == []


def test_a_rating_that_nobody_has_seen_changes_without_a_reason(editor: Editor):
    editor.claims("only", "fakes", "only-cliches-fakes")
    editor.page.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")
    acts(editor, "only-cliches-fakes", "Rate")
    editor.form.locator("[name=verdict][value=missing-context]").check()
    assert editor.field("reason").count() == 0
    editor.saves("only-cliches-fakes")
    editor.is_told("changed")
    assert editor.entries["only-cliches-fakes"]["verdict"] == "missing-context"


def test_a_committed_claim_is_withdrawn_with_a_reason(claimed: Editor):
    acts(claimed, "only-cliches-fakes", "Withdraw")
    dialog = claimed.page.get_by_role("dialog")
    dialog.get_by_role("textbox").fill("He was misquoted.")
    claimed.presses("Enter")
    dialog.wait_for(state="detached")
    claimed.is_told("withdrawn")
    assert str(claimed.entries["only-cliches-fakes"]["withdrawn"]).endswith("He was misquoted.")


def test_leaving_the_reason_withdraws_nothing(claimed: Editor):
    before = claimed.sidecar
    acts(claimed, "only-cliches-fakes", "Withdraw")
    claimed.page.get_by_role("dialog").wait_for()
    claimed.presses("Escape")
    claimed.page.get_by_role("dialog").wait_for(state="detached")
    assert claimed.sidecar == before


def test_a_claim_that_is_not_committed_is_deleted_by_a_key(editor: Editor):
    editor.claims("only", "fakes", "only-cliches-fakes")
    editor.presses("x")  # a claim that was saved has the focus
    editor.note("only-cliches-fakes").wait_for(state="detached")
    assert editor.sidecar == ""


def test_undo_and_redo(editor: Editor):
    editor.claims("only", "fakes", "only-cliches-fakes")
    editor.takes_back("only-cliches-fakes")
    assert editor.sidecar == ""
    editor.presses("U")
    editor.note("only-cliches-fakes").wait_for(state="attached")
    assert editor.sidecar == CLAIM
    editor.takes_back("only-cliches-fakes")
    editor.presses("u")
    editor.is_told("There is nothing to take back.")


# ── leaving ──────────────────────────────────────────────────────────────────────────────────────────────────────


def test_what_is_typed_survives_a_page_that_loads_again(editor: Editor):
    editor.drags("only", "fakes")
    editor.opens("c")
    fills(editor, note="He names no passage.")
    editor.page.reload()
    editor.form.wait_for()
    assert editor.field("note").input_value() == "He names no passage."
    editor.presses("Alt+1")
    editor.saves("only-cliches-fakes")
    assert editor.entries["only-cliches-fakes"]["note"] == "He names no passage."


def test_the_caret_stays_where_it_is_when_the_form_is_drawn_again(claimed: Editor):
    asked: list[Route] = []
    claimed.page.route("**/desk/place", lambda one: asked.append(one))  # noqa: PLW0108 - Playwright counts its parameters
    acts(claimed, "only-cliches-fakes", "Edit")
    claimed.field("note").fill("He names page.")
    claimed.presses(*["ArrowLeft"] * len("page."))
    with claimed.page.expect_response("**/desk/place"):
        asked[0].continue_()
    claimed.form.get_by_role("button", name="start a word later").wait_for()
    claimed.page.keyboard.type("no ")
    assert claimed.field("note").input_value() == "He names no page."


def test_leaving_asks_once(editor: Editor):
    editor.drags("only", "fakes")
    editor.opens("c")
    fills(editor, note="He names no passage.")
    editor.presses("Escape")
    editor.form.get_by_text("drops what you wrote").wait_for()
    editor.presses("Escape")
    editor.form.wait_for(state="detached")
    assert editor.sidecar == ""


def test_leaving_a_form_returns_to_the_passage(editor: Editor):
    editor.drags("only", "fakes")
    editor.opens("c")
    editor.presses("Escape")
    editor.form.wait_for(state="detached")
    assert editor.page.evaluate("getSelection().toString()") == "only clichés and fakes"
    editor.opens("n")
    assert editor.quote == "only clichés and fakes"


def test_letters_typed_into_the_form_are_no_keys(editor: Editor):
    editor.drags("only", "fakes")
    editor.opens("c")
    editor.field("note").press_sequentially("jackdaws v d u x")
    assert editor.field("note").input_value() == "jackdaws v d u x"


def test_a_form_without_who_says_it_says_so(editor: Editor):
    editor.drags("only", "fakes")
    editor.opens("c")
    editor.presses("Control+Enter")
    editor.form.get_by_text("Say who says it").wait_for()
    assert editor.sidecar == ""


def test_letters_switched_off(editor: Editor):
    editor.presses("?")
    editor.page.get_by_label("single letters work as keys").uncheck()
    editor.presses("Escape")
    editor.drags("only", "fakes")
    editor.toolbar.wait_for()
    editor.presses("c")
    editor.page.wait_for_timeout(300)
    assert editor.form.count() == 0
    editor.page.reload()
    editor.bar.wait_for()
    editor.drags("only", "fakes")
    editor.toolbar.get_by_role("button", name="Claim").click()
    editor.form.wait_for()


# ── the article ──────────────────────────────────────────────────────────────────────────────────────────────────

FACTS = {
    "title": "Moscow calls a report “fake”",
    "subtitle": "A briefing: one voice",
    "date": "2015-12-24",
    "publisher": "amnesty",
    "authors": "A. Writer; B. Writer",
    "tags": "war, reports",
    "language": "en-GB",
    "url": "https://example.org/report",
    "archived": "https://web.archive.org/web/2015/https://example.org/report",
}


def test_facts_of_the_article(editor: Editor):
    before = editor.markdown
    editor.presses("f")
    dialog = editor.page.get_by_role("dialog")
    for name, value in FACTS.items():
        dialog.locator(f"[name={name}]").fill(value)
    dialog.get_by_label("retold in our own words").check()
    dialog.locator("[name=titles]").fill("fr: Moscou parle\nru: Москва")
    dialog.get_by_role("button", name="Save").click()
    dialog.wait_for(state="detached")
    front: dict[str, Any] = yaml.safe_load(editor.markdown.split("---")[1])
    assert front | {"date": str(front["date"])} == FACTS | {
        "authors": ["A. Writer", "B. Writer"], "tags": ["war", "reports"], "retold": True,
        "titles": {"fr": "Moscou parle", "ru": "Москва"},
    }  # fmt: skip
    editor.page.get_by_role("heading", name=FACTS["title"], level=1).wait_for()
    editor.presses("u")
    editor.page.get_by_role("heading", name="Moscow dismisses", level=1).wait_for()
    assert editor.markdown == before


def test_facts_that_cannot_be_are_refused(editor: Editor):
    before = editor.markdown
    editor.presses("f")
    dialog = editor.page.get_by_role("dialog")
    dialog.locator("[name=date]").fill("last Wednesday")
    dialog.get_by_role("button", name="Save").click()
    dialog.get_by_role("alert").wait_for()
    assert "last Wednesday" in dialog.get_by_role("alert").inner_text()
    assert editor.markdown == before


def test_done_and_not_done(editor: Editor):
    before = editor.markdown
    editor.presses("D")
    editor.page.get_by_role("button", name="Done ✓", pressed=True).wait_for()
    assert "annotated: true\n" in editor.markdown
    editor.presses("D")
    editor.page.get_by_role("button", name="Done", pressed=False).wait_for()
    assert editor.markdown == before


def test_the_next_article_with_something_left(at_desk: AtDesk):
    left = at_desk(sidecar=CLAIM)
    editor = at_desk()
    assert left.article != editor.article
    editor.presses("g")
    editor.page.wait_for_url(lambda url: not url.endswith(f"{editor.article}.html"))
    editor.bar.wait_for()


def test_articles_by_what_is_left(editor: Editor):
    editor.presses("p")
    editor.page.get_by_role("columnheader", name="not rated").wait_for()
    assert editor.page.locator(".drawer tr.here").count() == 1
    editor.presses("Escape")
    editor.page.locator(".drawer").wait_for(state="hidden")


def test_changes_in_sentences_and_lines_are_copied_as_a_message(at_desk: AtDesk):
    editor = at_desk(permissions=["clipboard-read", "clipboard-write"])
    editor.claims("only", "fakes", "only-cliches-fakes")
    editor.presses("d")
    editor.page.locator(".diff .added", has_text="quote: only clichés and fakes").wait_for()
    assert editor.page.locator(".drawer li").count() == 1
    editor.page.get_by_role("button", name="Copy as a commit message").click()
    editor.is_told("Copied.")
    copied = editor.page.evaluate("navigator.clipboard.readText()")
    assert "Moscow dismisses" in copied
    assert "only-cliches-fakes: Added: a claim, Igor Konashenkov." in copied


def test_the_problems_open_by_a_key(at_desk: AtDesk):
    editor = at_desk(sidecar=CLAIM.replace("only clichés and fakes", "only clichés and lies"))
    editor.page.get_by_role("button", name="1 to mend").wait_for()
    editor.presses("m")
    editor.page.get_by_text("only clichés and lies").first.wait_for()
