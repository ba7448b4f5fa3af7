"""Pictures for links: which pages have one, that only those that change are drawn again, and that none is left over."""

from __future__ import annotations

import io
import re
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from generator.pipeline import site_cards
from generator.pipeline.build import build_site
from generator.pipeline.build_context import BuildContext
from generator.pipeline.publish_stage import Task, build_and_publish, verify
from generator.pipeline.result import Built
from generator.sources import card_drawing
from generator.urls import card_path

fonts = pytest.importorskip("PIL.ImageFont")
pictures: Any = pytest.importorskip("PIL.Image")

FILES = {
    "site.yaml": (
        "title: Trial\nurl: https://example.org/a/\ncards: true\n"
        'verdicts: {wrong: {label: Wrong, mark: "x", line: wavy, tone: red, definition: It is wrong.}}\n'
    ),
    "content/speakers.yaml": "kim: {name: Kim, kind: person}\nlee: {name: Lee}\n",
    "content/articles/a.md": (
        "---\ntitle: The first\ndate: 2015-12-23\npublisher: Gazette\n---\n\nIt is so. “They lie.”\n"
    ),
    "content/articles/a.yaml": (
        "claims:\n"
        "  so: {speaker: kim, verdict: wrong, quote: It is so}\n"
        "  lie: {speaker: lee, via: kim, statement: All of them lie., quote: They lie.}\n"
        "  late: {speaker: lee, statement: Never., withdrawn: 2016-01-01 Misread.}\n"
    ),
    "content/articles/b.md": "---\ntitle: The second\ndate: 2015-12-24\n---\n\nIt is so, again.\n",
    "content/articles/c.md": "---\ntitle: Alone\ndate: 2015-12-25\n---\n\nNobody answers it.\n",
    "content/articles/b.yaml": "claims:\n  same: {speaker: kim, repeats: a#so, quote: It is so}\n",
}
PAGES = {"articles/a.html", "articles/b.html", "articles/c.html", "claims/a/so.html", "claims/a/lie.html"}
RATED = {"articles/a.html", "articles/b.html", "claims/a/so.html"}
"""Those that show the verdict of the claim that is rated; one article repeats it."""
CARDS = set(map(card_path, PAGES))


@pytest.fixture
def font_folder(tmp_path, monkeypatch):
    """A folder with the font that Pillow brings, in place of those of the system."""
    folder = tmp_path / "fonts"
    folder.mkdir()
    data = fonts.load_default(20).path.getvalue()
    for name in ("NotoSans-Regular", "NotoSans-Bold", "NotoSerif-Regular"):
        (folder / f"{name}.ttf").write_bytes(data)
    monkeypatch.setattr(card_drawing, "font_folders", lambda: [folder])
    return folder


class Site:
    """A site that is built again and again."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.context = BuildContext()
        for path, text in FILES.items():
            self.write(path, text)

    def write(self, path: str, text: str) -> None:
        (self.root / path).parent.mkdir(parents=True, exist_ok=True)
        (self.root / path).write_text(text, encoding="utf-8")

    def change(self, path: str, old: str, new: str) -> None:
        text = (self.root / path).read_text(encoding="utf-8")
        assert old in text
        self.write(path, text.replace(old, new))

    def build(self) -> Built:
        """Builds what changed, and holds it against a build from nothing (law 5)."""
        built = build_site(self.root, context=self.context)
        assert built.digests == build_site(self.root).digests
        self.context = replace(self.context, published=built.digests, inputs=built.inputs)
        return built


@pytest.fixture
def site(tmp_path, font_folder):
    return Site(tmp_path / "site")


def cards(built: Built) -> set[str]:
    return {path for path in built.digests if path.startswith("assets/cards/")}


def drawn(built: Built) -> set[str]:
    assert built.files is not None
    return {path for path in built.files if path.startswith("assets/cards/")}


def page(built: Built, path: str) -> str:
    assert built.files is not None
    data = built.files[path]
    return (data if isinstance(data, bytes) else data.read_bytes()).decode()


def named(html: str) -> dict[str, str]:
    """What a page says of its picture."""
    return dict(re.findall(r'<meta (?:property|name)="((?:og:image|twitter:)[^"]*)" content="([^"]*)">', html))


# ── which there are ──────────────────────────────────────────────────────────────────────────────────────────────


def test_articles_and_standing_claims_have_a_picture_and_nothing_else_has(site):
    built = site.build()
    assert cards(built) == CARDS
    assert {path for path in built.digests if path.endswith(".html") and named(page(built, path))} == PAGES
    assert all(picture.startswith("assets/cards/") or not picture.endswith(".png") for picture in built.digests)


def test_a_page_gives_its_picture_s_whole_address_its_size_and_its_text(site):
    built = site.build()
    said = named(page(built, "claims/a/so.html"))
    assert said == {
        "og:image": "https://example.org/a/assets/cards/claims/a/so.png",
        "og:image:width": "1200",
        "og:image:height": "630",
        "og:image:alt": "Wrong · “It is so” · Kim, paraphrased · Trial",
        "twitter:card": "summary_large_image",
    }
    assert named(page(built, "claims/a/lie.html"))["og:image:alt"] == (
        "All of them lie. · Lee, paraphrased, via Kim · Trial"
    )
    assert named(page(built, "articles/a.html"))["og:image:alt"] == (
        "1 Wrong · The first · Gazette, 23 December 2015 · Trial"
    )
    for path in CARDS:
        data = built.files[path]
        with pictures.open(io.BytesIO(data if isinstance(data, bytes) else data.read_bytes())) as picture:
            assert (picture.format, picture.size) == ("PNG", (1200, 630))


@pytest.mark.parametrize(
    ("old", "new"), [("cards: true", "cards: false"), ("cards: true\n", ""), ("url: https://example.org/a/\n", "")]
)
def test_without_the_setting_or_an_address_there_are_none_and_none_is_left(site, old, new):
    site.build()
    site.change("site.yaml", old, new)
    built = site.build()
    assert cards(built) == set()
    assert not any(named(page(built, path)) for path in built.files or () if path.endswith(".html"))


def test_without_claims_articles_have_theirs(site):
    site.change("site.yaml", "cards:", "outputs: [articles]\ncards:")
    assert cards(site.build()) == {card for card in CARDS if "/articles/" in card}


# ── what can't be drawn ──────────────────────────────────────────────────────────────────────────────────────────


def test_without_pillow_that_is_said_once(site, monkeypatch):
    monkeypatch.setattr(card_drawing, "find_spec", lambda name: None)
    built = site.build()
    (notice,) = [problem for problem in built.diagnostics if problem.severity == "notice"]
    assert (notice.code, str(notice.location)) == ("no-card", "site.yaml:3:8")
    assert "Pillow" in notice.message
    assert cards(built) == set()


def test_a_page_whose_letters_no_font_has_is_named_and_has_none(site):
    site.change("content/articles/a.yaml", "All of them lie.", "كلهم يكذبون.")
    site.change("content/articles/b.md", "The second", "第二")
    built = site.build()
    missing = {"articles/b.html", "claims/a/lie.html"}
    assert cards(built) == CARDS - set(map(card_path, missing))
    assert not any(named(page(built, path)) for path in missing)
    (notice,) = built.diagnostics
    assert notice.code == "no-card"
    assert notice.message.startswith("2 pages have no picture")
    assert set(notice.details) == {f"`{path}`" for path in missing}


def test_a_font_that_is_damaged_is_no_font(site, font_folder):
    for font in font_folder.iterdir():
        font.write_bytes(font.read_bytes()[:300])
    assert cards(site.build()) == set()


def test_a_font_that_goes_while_the_site_is_built_costs_its_pictures_only(site, monkeypatch):
    def gone(*_: object, **__: object) -> bytes:
        raise OSError

    monkeypatch.setattr("generator.pipeline.batches.draw_card", gone)
    built = site.build()
    assert cards(built) == set()
    assert not named(page(built, "articles/a.html"))


# ── again ────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_what_is_drawn_is_kept(site):
    assert drawn(site.build()) == CARDS
    again = site.build()
    assert again.files == {}
    assert cards(again) == CARDS


@pytest.mark.parametrize(
    ("path", "old", "new", "changed"),
    [
        ("content/articles/a.yaml", "verdict: wrong", "verdict: unverified", RATED),
        ("content/articles/a.yaml", "All of them lie.", "They all lie.", {"claims/a/lie.html"}),
        ("content/articles/a.yaml", "via: kim, ", "", {"claims/a/lie.html"}),
        ("content/articles/a.yaml", "2016-01-01 Misread.", '""', {"claims/a/late.html"}),
        ("content/articles/a.md", "It is so.", "It is so. Indeed.", set()),
        ("content/articles/a.md", "title: The first", "title: The oldest", {"articles/a.html"}),
        ("content/articles/b.md", "title: The second", "title: The other", {"articles/b.html"}),
        ("content/articles/b.md", "date:", "titles: {en: It}\nlanguage: fr\ndate:", {"articles/b.html"}),
        ("content/articles/a.md", "Gazette", "Post", {"articles/a.html"}),
        ("content/speakers.yaml", "name: Kim", "name: Kim K.", {"claims/a/so.html", "claims/a/lie.html"}),
        ("site.yaml", "label: Wrong", "label: Not so", RATED),
        ("site.yaml", "line: wavy", "line: solid", RATED),
        ("site.yaml", "title: Trial", "title: Another", PAGES),
    ],
)
def test_only_what_shows_a_change_is_drawn_again(site, path, old, new, changed):
    """Law 6; that the bytes are those of a clean build is held by `Site.build`."""
    site.build()
    site.change(path, old, new)
    assert drawn(site.build()) == set(map(card_path, changed))


def test_another_font_draws_what_has_it_and_renders_the_pages_whose_picture_comes_or_goes(site, font_folder):
    bold = font_folder / "NotoSans-Bold.ttf"
    data = bold.read_bytes()
    bold.unlink()  # the plain one takes its place
    before = site.build()
    bold.write_bytes(data)
    after = site.build()
    assert before.inputs != after.inputs
    assert drawn(after) == set(map(card_path, RATED))
    for font in font_folder.iterdir():
        font.unlink()
    gone = site.build()
    assert cards(gone) == set()
    assert gone.files is not None
    assert set(gone.files) >= PAGES


def test_processes_draw_the_same(site, monkeypatch):
    """Law 7."""
    text = (site.root / "content/articles/b.md").read_text(encoding="utf-8")
    for n in range(70):
        site.write(f"content/articles/more/{n}.md", text.replace("The second", f"Number {n}"))
    alone = build_site(site.root)
    with ProcessPoolExecutor(2) as pool:
        shared = build_site(site.root, context=BuildContext(pool=pool, jobs=2))
    assert len(cards(alone)) == len(CARDS) + 70
    assert shared.digests == alone.digests


def test_what_is_published_is_verified_and_goes_with_the_setting(site, tmp_path):
    task = Task(site.root, tmp_path / "out", tmp_path / "cache")
    build_and_publish(task)
    assert {path for path in CARDS if (task.output / path).is_file()} == CARDS
    assert verify(task)[0] == []
    assert build_and_publish(task).published is None
    site.change("site.yaml", "cards: true", "cards: false")
    build_and_publish(task)
    assert not (task.output / "assets/cards").exists()


def test_no_font_is_looked_for_where_no_picture_is_wanted(site, monkeypatch):
    site.change("site.yaml", "cards: true\n", "")
    monkeypatch.setattr(card_drawing, "font_folders", lambda: pytest.fail("not asked for"))
    monkeypatch.setattr(site_cards, "plan_cards", lambda *_: pytest.fail("not asked for"))
    site.build()
