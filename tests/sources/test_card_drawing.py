"""Cards: the same bytes for the same input, every line and sign of a verdict, and no text beyond the edges."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from generator.model import Direction
from generator.outputs.cards import CARD_SIZE, Card, CardVerdict
from generator.sources.card_drawing import draw_card, drawing_tools, texts_of
from generator.values import replace

pictures: Any = pytest.importorskip("PIL.Image")
fonts: Any = pytest.importorskip("PIL.ImageFont")
chops: Any = pytest.importorskip("PIL.ImageChops")
VERDICT = CardVerdict("Wrong", "x", "solid", "red")
CARD = Card("“It is so”", "ltr", True, "\u2068Kim\u2069, quoted", "Trial", "ltr", (VERDICT,))


@pytest.fixture(scope="module")
def font(tmp_path_factory) -> str:
    path = tmp_path_factory.mktemp("fonts") / "any.ttf"
    path.write_bytes(fonts.load_default(20).path.getvalue())
    return str(path)


def drawn(card: Card, font: str) -> Any:
    tools = drawing_tools()
    assert tools
    data = draw_card(card, [font for _ in texts_of(card)], shapes=tools.shapes)
    assert len(data) < 40_000
    with pictures.open(io.BytesIO(data)) as picture:
        assert (picture.format, picture.size) == ("PNG", CARD_SIZE)
        return picture.convert("RGB")


def inked(picture: Any) -> tuple[int, int, int, int]:
    """The box around all that is not paper."""
    box: tuple[int, int, int, int] = chops.difference(picture, pictures.new("RGB", CARD_SIZE, "#fff")).getbbox()
    return box


def test_the_same_card_has_the_same_bytes(font):
    paths = [font for _ in texts_of(CARD)]
    assert draw_card(CARD, paths, shapes=False) == draw_card(CARD, paths, shapes=False)


def test_each_line_tells_verdicts_apart_without_their_colours(font):
    verdicts = [replace(VERDICT, line=line) for line in ("solid", "double", "dashed", "dotted", "wavy")]
    seen = {drawn(replace(CARD, verdicts=(verdict,)), font).convert("L").tobytes() for verdict in verdicts}
    assert len(seen) == len(verdicts)


def test_everything_that_a_card_says_is_drawn(font):
    whole = replace(CARD, also="A headline")
    others = [
        replace(whole, words="“It”"), replace(whole, also=""), replace(whole, below=""), replace(whole, site=""),
        replace(whole, verdicts=()), replace(whole, verdicts=(replace(VERDICT, mark="z"),)),
        replace(whole, verdicts=(replace(VERDICT, label="Bad"),)),
        replace(whole, verdicts=(replace(VERDICT, claims=2),)),
        replace(whole, verdicts=(replace(VERDICT, tone="blue"),)),
    ]  # fmt: skip
    assert len({drawn(card, font).tobytes() for card in (whole, *others)}) == 1 + len(others)


WORDS = st.text(st.sampled_from("It is so. i—W "), min_size=1, max_size=600).filter(lambda text: text.strip())


@settings(max_examples=25, deadline=None)
@example(words="It is so. i—W " * 42, below="It is so", also="So", site="It", n=1, rtl=False)
@example(words="It is so. i—W " * 42, below="It is so", also="", site="It", n=0, rtl=True)
@given(words=WORDS, below=WORDS, also=st.just("") | WORDS, site=WORDS, n=st.integers(0, 6), rtl=st.booleans())
def test_no_text_leaves_the_picture_or_runs_into_another(words, below, also, site, n, rtl, font):
    direction: Direction = "rtl" if rtl else "ltr"
    card = Card(
        words, "ltr", is_record=True, below=f"\u2068{below}\u2069, quoted", site=site, direction=direction, also=also,
        verdicts=(replace(VERDICT, claims=12_000),) * n,
    )  # fmt: skip
    picture = drawn(card, font)
    left, top, right, bottom = inked(picture)
    width, height = CARD_SIZE
    assert left >= 70
    assert right <= width - 70
    assert top >= 60
    assert bottom <= height - 20
    gap = picture.crop(
        (0, height - 108, width, height - 94)
    )  # between the last line and the rule above the site's name
    assert gap.getcolors() == [(gap.width * gap.height, (255, 255, 255))]


@pytest.mark.skipif(not (tools := drawing_tools()) or not tools.shapes, reason="Pillow can't shape letters here")
def test_a_card_from_right_to_left_begins_at_the_right(font):
    left, right = drawn(replace(CARD, verdicts=()), font), drawn(replace(CARD, verdicts=(), direction="rtl"), font)
    foot = (0, CARD_SIZE[1] - 80, *CARD_SIZE)
    assert inked(left)[0] == inked(right)[0]
    assert chops.invert(left.crop(foot)).getbbox()[0] < 100
    assert chops.invert(right.crop(foot)).getbbox()[2] > CARD_SIZE[0] - 100
    ltr, rtl = (
        chops.invert(drawn(replace(CARD, site="So.", direction=one), font).crop(foot)) for one in ("ltr", "rtl")
    )
    assert ltr.crop(ltr.getbbox()).tobytes() != rtl.crop(rtl.getbbox()).tobytes(), "the full stop is at the other end"


def test_without_pillow_there_is_nothing_to_draw_with(monkeypatch):
    monkeypatch.setattr("generator.sources.card_drawing.find_spec", lambda name: None)
    assert drawing_tools() is None


def test_a_font_that_is_gone_is_an_error_that_callers_expect(tmp_path):
    with pytest.raises(OSError, match="resource"):
        draw_card(CARD, [str(Path(tmp_path / "gone.ttf")) for _ in texts_of(CARD)], shapes=False)
