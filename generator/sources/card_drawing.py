"""Draws the pictures that other sites show for links, if Pillow is installed. Knows what a card says, not why.

A verdict has its label, its sign and its line, as on pages, and never its colour alone.
"""

from __future__ import annotations

import io
import math
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cache
from importlib.util import find_spec
from typing import TYPE_CHECKING, NamedTuple

from generator.model import Direction
from generator.outputs.cards import CARD_SIZE, Card, CardVerdict
from generator.sources.fonts import FontFile, Fonts, FontStyle, font_folders, system_fonts
from generator.text import direction_of_text

if TYPE_CHECKING:
    from PIL import Image, ImageDraw, ImageFont

_PAPER, _INK, _SOFT, _RULE = "#ffffff", "#1b1b1a", "#575753", "#dddcd7"
_TONES = {"red": "#a5281b", "amber": "#755500", "green": "#14674b", "blue": "#1c4da1", "grey": "#575753"}
"""The colours of the style sheet, in light."""
_SHADES = 16
"""Steps from paper to each of the colours."""
_EDGE = 80
"""Pixels left free at either side."""
_WIDEST = CARD_SIZE[0] - 2 * _EDGE
"""Pixels of a line between these edges."""
_SIZES = (92, 80, 68, 60, 52, 46, 40, 36)
"""Sizes of the words in pixels: the first at which they fit."""
_FOOT = 92
"""Pixels below the rule above the site's name."""
_SMALL = 30
"""The size of all other texts, in pixels."""


class DrawingTools(NamedTuple):
    """What cards are drawn with: the libraries and their versions, whether they join letters, and the fonts."""

    libraries: str
    shapes: bool
    fonts: tuple[FontFile, ...]


def drawing_tools() -> DrawingTools | None:
    """What there is on this computer to draw with; None without Pillow."""
    if find_spec("PIL") is None:
        return None
    from PIL import __version__, features  # late: an extra

    shapes = bool(features.check("raqm"))
    parts = ("freetype2", "raqm", "harfbuzz", "fribidi", "zlib")
    versions = " ".join(f"{part} {features.version(part)}" for part in parts)
    return DrawingTools(f"Pillow {__version__} {versions}", shapes, system_fonts(font_folders()))


def texts_of(card: Card) -> Iterator[tuple[str, FontStyle]]:
    """The texts on a card with their typefaces, in the order in which `draw_card` wants their fonts."""
    for verdict in card.verdicts:
        yield verdict.mark, "bold"
        yield _label(verdict), "bold"
    yield card.words, "record" if card.is_record else "plain"
    yield card.also, "plain"
    for piece in card.below_in_pieces:
        yield piece, "plain"
    yield card.site, "plain"


def fonts_for(card: Card, fonts: Fonts) -> tuple[FontFile, ...]:
    """The fonts with which to draw the texts of a card; empty where there is none for one of them."""
    found = [fonts.font_for(f"{text}…", style) for text, style in texts_of(card)]
    return tuple(font for font in found if font) if all(found) else ()


def draw_card(card: Card, fonts: Sequence[str], *, shapes: bool) -> bytes:
    """The card as a PNG. `fonts` are the paths of the fonts for `texts_of`.

    The same card, fonts and libraries give the same bytes. Raises OSError where a font can't be read.
    """
    from PIL import Image, ImageDraw  # late: an extra, and only a new card needs it

    image = Image.new("RGB", CARD_SIZE, _PAPER)
    pen = _Pen(ImageDraw.Draw(image), shapes)
    of_verdicts, rest = fonts[: 2 * len(card.verdicts)], fonts[2 * len(card.verdicts) :]
    of_words, of_also, *of_below, of_site = rest
    width, height = CARD_SIZE
    top = _verdicts(pen, card, of_verdicts) + 30 if card.verdicts else _EDGE
    tone = _TONES[card.verdicts[0].tone] if len(card.verdicts) == 1 and not card.verdicts[0].claims else ""
    lowest = height - _FOOT - 34
    size, lines = _fitting(pen, card, of_words, lowest - 48 - (54 if card.also else 0) - top)
    font, step = pen.font(of_words, size), _step(size)
    for number, line in enumerate(lines, 1):
        baseline = top + number * step - round(step * 0.28)
        start, end = pen.text(line, baseline, font, _INK, card.words_direction)
        if tone:
            _line(pen, start, end, baseline + round(size * 0.2), card.verdicts[0].line, tone)
    baseline = top + len(lines) * step
    if card.also:
        baseline += 54
        pen.small([(card.also, of_also)], baseline, _INK, card.direction)
    pen.small(
        zip(card.below_in_pieces, of_below, strict=True), baseline + 48, _SOFT if card.also else _INK, card.direction
    )
    pen.draw.line((_EDGE, height - _FOOT, width - _EDGE, height - _FOOT), _RULE, 2)
    pen.small([(card.site, of_site)], height - _FOOT + 48, _SOFT, card.direction)
    out = io.BytesIO()
    image.quantize(palette=_palette(), dither=Image.Dither.NONE).save(out, "PNG", compress_level=6)
    return out.getvalue()


class _Pen:
    """Writes lines of text at either edge of a picture."""

    def __init__(self, draw: ImageDraw.ImageDraw, shapes: bool) -> None:
        self.draw = draw
        self._shapes = shapes
        self._fonts: dict[tuple[str, int], ImageFont.FreeTypeFont] = {}

    def font(self, path: str, size: int) -> ImageFont.FreeTypeFont:
        """A font of this size in pixels."""
        from PIL import ImageFont  # late: an extra

        if (path, size) not in self._fonts:
            engine = ImageFont.Layout.RAQM if self._shapes else ImageFont.Layout.BASIC
            self._fonts[path, size] = ImageFont.truetype(path, size, layout_engine=engine)
        return self._fonts[path, size]

    def length(self, text: str, font: ImageFont.FreeTypeFont, direction: Direction) -> float:
        """The width in pixels of a text of this direction."""
        return font.getlength(text, direction=direction if self._shapes else None)

    def cut(self, text: str, font: ImageFont.FreeTypeFont, direction: Direction, widest: float) -> str:
        """The text; cut between words, with an ellipsis, where it is wider than that in pixels."""
        if self.length(text, font, direction) <= widest:
            return text
        while text and self.length(f"{text}…", font, direction) > widest:
            text = text.rpartition(" ")[0] if " " in text else text[:-1]
        return f"{text.rstrip(' ,;:–—')}…"

    def text(
        self, text: str, baseline: int, font: ImageFont.FreeTypeFont, colour: str, edge: Direction, indent: float = 0,
        direction: Direction | None = None,
    ) -> tuple[float, float]:  # fmt: skip
        """Writes a text from an edge, that at which `edge` begins, and returns where it is: left and right.

        `direction` is that of the text, where it differs.
        """
        direction = direction or edge
        length = self.length(text, font, direction)
        left = CARD_SIZE[0] - _EDGE - indent - length if edge == "rtl" else _EDGE + indent
        self.draw.text((left, baseline), text, colour, font, "ls", direction=direction if self._shapes else None)
        return left, left + length

    def small(self, pieces: Iterable[tuple[str, str]], baseline: int, colour: str, edge: Direction) -> None:
        """Writes pieces of a line one after the other, each in its font; cut where the line would be too wide.

        Every other piece is a name, whose first letter decides on its direction.
        """
        indent: float = 0
        for n, (text, path) in enumerate(pieces):
            font = self.font(path, _SMALL)
            own = direction_of_text(text) if n % 2 else ""
            direction: Direction = "rtl" if own == "rtl" else "ltr" if own == "ltr" else edge
            shown = self.cut(text, font, direction, _WIDEST - indent)
            self.text(shown, baseline, font, colour, edge, indent, direction)
            indent += self.length(shown, font, direction)
            if shown != text:
                break


def _verdicts(pen: _Pen, card: Card, fonts: Sequence[str]) -> int:
    """Writes the verdicts in a row, with their lines, and returns where it ends. What has no room is left out."""
    indent: float = 0
    baseline = _EDGE + 34
    for n, verdict in enumerate(card.verdicts):
        mark, label = (pen.font(path, _SMALL + 4) for path in fonts[2 * n : 2 * n + 2])
        texts = ((verdict.mark, mark), (_label(verdict), label))
        gap = 14
        if (
            indent
            and indent + gap + sum(pen.length(text, font, card.direction) for text, font in texts)
            > CARD_SIZE[0] - 2 * _EDGE
        ):
            break
        ends: list[float] = []
        tone = _TONES[verdict.tone]
        for text, font in texts:
            ends += pen.text(text, baseline, font, tone, card.direction, indent)
            indent += pen.length(text, font, card.direction) + gap
        _line(pen, min(ends[2:]), max(ends[2:]), baseline + 12, verdict.line, tone)
        indent += 30
    return baseline + 22


def _label(verdict: CardVerdict) -> str:
    return f"{verdict.label} {verdict.claims}" if verdict.claims else verdict.label


def _fitting(pen: _Pen, card: Card, path: str, room: int) -> tuple[int, list[str]]:
    """The size of the words at which their lines fit in so many pixels, and the lines; cut at the smallest."""
    for size in _SIZES:
        lines = _wrapped(pen, card.words, pen.font(path, size), card.words_direction)
        if len(lines) * _step(size) <= room:
            return size, lines
    smallest = _SIZES[-1]
    return smallest, _wrapped(pen, card.words, pen.font(path, smallest), card.words_direction, room // _step(smallest))


def _step(size: int) -> int:
    """The distance of two lines in pixels."""
    return round(size * 1.36)


def _wrapped(pen: _Pen, text: str, font: ImageFont.FreeTypeFont, direction: Direction, most: int = 0) -> list[str]:
    """The text in lines; with `most`, in at most so many, and then with an ellipsis at its end."""
    lines: list[str] = []
    line = ""
    for word in _words(text, lambda part: pen.length(part, font, direction) > _WIDEST):
        if not line or pen.length((line + word).rstrip(), font, direction) <= _WIDEST:
            line += word
            continue
        if most and len(lines) == most - 1:
            return [*lines, pen.cut(f"{line}{word}{text}", font, direction, _WIDEST)]
        lines.append(line.rstrip())
        line = word
    return [*lines, line.rstrip()]


def _words(text: str, is_too_wide: Callable[[str], bool]) -> Iterator[str]:
    """The words of a text, each with the space behind it; of one that is wider than a line, its letters."""
    for word in text.split(" "):
        if not is_too_wide(word):
            yield f"{word} "
            continue
        letter = ""
        for character in f"{word} ":
            if letter and unicodedata.category(character)[0] != "M":
                yield letter
                letter = ""
            letter += character
        yield letter


def _line(pen: _Pen, left: float, right: float, top: float, style: str, tone: str) -> None:
    """Draws the line of a verdict, as under its passages."""
    start, end, y = round(left), round(right), round(top)
    if style == "double":
        pen.draw.line((start, y, end, y), tone, 2)
        pen.draw.line((start, y + 6, end, y + 6), tone, 2)
    elif style == "wavy":
        points = [(x, y + 2 + 3 * math.sin((x - start) * math.pi / 8)) for x in range(start, end + 1, 2)]
        pen.draw.line(points, tone, 3, joint="curve")
    elif style == "solid":
        pen.draw.line((start, y, end, y), tone, 4)
    else:
        dash, gap = (16, 8) if style == "dashed" else (4, 6)
        for x in range(start, end, dash + gap):
            pen.draw.line((x, y, min(x + dash, end), y), tone, 4)


@cache
def _palette() -> Image.Image:
    """A picture whose palette has the shades of each colour on paper."""
    from PIL import Image, ImageColor  # late: an extra

    paper, rule = ImageColor.getrgb(_PAPER), ImageColor.getrgb(_RULE)
    colours = [*paper, *rule]
    for colour in (_INK, _SOFT, *dict.fromkeys(_TONES.values())):
        full = ImageColor.getrgb(colour)
        for n in range(1, _SHADES + 1):
            colours += [round(p + (f - p) * n / _SHADES) for p, f in zip(paper, full, strict=True)]
    palette = Image.new("P", (1, 1))
    palette.putpalette(colours)
    return palette
