"""Edits are noticed, all of them and nothing else, and given out in batches."""

from __future__ import annotations

import errno
import shutil
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from watchdog.observers import Observer
from watchdog.observers.polling import PollingObserver

from generator.server.watcher import GIT_PATIENCE, LONGEST, QUIET, Batch, Changes, Watching, git_is_at_work
from generator.sources.read import read_sources

# ── batches ──────────────────────────────────────────────────────────────────────────────────────────────────────


def batches(times: list[float]) -> list[list[float]]:
    """Edits at these times, as they are given out if somebody always waits for the next batch."""
    given_out: list[list[float]] = []
    batch: Batch | None = None
    for now in times:
        if batch and now < batch.due:
            batch = batch.with_edit(now, folder=False)
            given_out[-1].append(now)
        else:
            batch = Batch(now, now)
            given_out.append([now])
    return given_out


@pytest.mark.parametrize(
    ("times", "sizes"),
    [
        ([0], [1]),
        ([0, 0.001, 0.002], [3]),
        ([0, 0.029, 0.058], [3]),
        ([0, 0.031], [1, 1]),
        ([n / 100 for n in range(25)], [25]),
        ([n / 100 for n in range(50)], [25, 25]),
    ],
)
def test_edits_in_quick_succession_are_one_batch_for_a_quarter_of_a_second(times: list[float], sizes: list[int]):
    assert [len(batch) for batch in batches(times)] == sizes


@given(st.lists(st.floats(0, 5), min_size=1).map(sorted))
def test_no_edit_waits_longer_than_the_longest_nor_is_any_lost(times: list[float]):
    given_out = batches(times)
    assert [time for batch in given_out for time in batch] == times
    assert all(batch[-1] - batch[0] < LONGEST for batch in given_out)
    assert all(batch[-1] < Batch(batch[0], batch[-1]).due <= batch[-1] + QUIET for batch in given_out)


def test_a_batch_knows_whether_folders_are_concerned():
    assert not Batch(0, 0).with_edit(0.01, folder=False).folders
    assert Batch(0, 0).with_edit(0.01, folder=True).with_edit(0.02, folder=False).folders


def test_without_an_edit_there_is_no_batch():
    begun = time.monotonic()
    assert Changes().next_batch(0.05) is None
    assert time.monotonic() - begun >= 0.05


def test_edits_before_the_question_are_given_out_at_once_and_only_once():
    changes = Changes()
    for _ in range(100):
        changes.note()
    assert changes.next_batch(5) is not None
    assert changes.next_batch(0) is None


def test_an_edit_wakes_who_waits():
    changes = Changes()
    threading.Timer(0.05, changes.note).start()
    assert changes.next_batch(30) is not None


def test_while_something_is_writing_nothing_is_given_out():
    answers = iter([True, True, True, False])
    changes = Changes(is_busy=lambda: next(answers))
    changes.note()
    assert changes.next_batch(5) is not None
    assert next(answers, None) is None, "it was asked until it was through"


def test_git_is_at_work_while_it_holds_its_lock(tmp_path: Path):
    site = tmp_path / "repository" / "site"
    site.mkdir(parents=True)
    assert not git_is_at_work(site)
    (tmp_path / "repository/.git").mkdir()
    assert not git_is_at_work(site)
    (tmp_path / "repository/.git/index.lock").touch()
    assert git_is_at_work(site)
    assert not git_is_at_work(site, lambda: time.time() + GIT_PATIENCE + 1), (
        "a lock that was left behind holds nobody up"
    )


# ── noticing ─────────────────────────────────────────────────────────────────────────────────────────────────────

Observers = tuple[Callable[[], object], ...]


class Site:
    """A site's folder that is watched, and what was noted of it."""

    def __init__(self, root: Path, observers: Observers) -> None:
        self.root = root
        self.said: list[str] = []
        self.changes = Changes()
        self.watching = Watching(root, self.changes.note, self.said.append, observers)  # type: ignore[arg-type]

    def notes_an_edit(self) -> bool:
        """Waits for the next batch, and takes it and what comes after as the server does."""
        batch = self.changes.next_batch(20)
        if batch is None:
            return False
        self._follow(batch)
        while (more := self.changes.next_batch(0.7 if batch.folders else 0.1)) is not None:  # what goes is noted late
            self._follow(more)
        return True

    def _follow(self, batch: Batch) -> None:
        if batch.folders:
            self.watching.renew()

    def is_quiet(self, seconds: float = 0.3) -> bool:
        return self.changes.next_batch(seconds) is None

    def write(self, path: str, text: str = "text") -> None:
        (self.root / path).parent.mkdir(parents=True, exist_ok=True)
        (self.root / path).write_text(text)


def make(root: Path) -> None:
    for path in (
        "site.yaml",
        "content/articles/2015/x.md",
        "content/articles/2015/x.yaml",
        "templates/x.html",
        "output/x.html",
    ):
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text("text")


@pytest.fixture(params=[(Observer, PollingObserver), (lambda: PollingObserver(timeout=0.05),)], ids=["told", "polling"])
def site(tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Site]:
    make(tmp_path / "site")
    site = Site(tmp_path / "site", request.param)
    with site.watching:
        time.sleep(0.02)  # so that even a coarse clock gives what is written now another time
        yield site


ARTICLE = "content/articles/2015/x.md"


def by_renaming(site: Site) -> None:
    site.write("content/articles/2015/.x.md.swp", "longer text")
    (site.root / "content/articles/2015/.x.md.swp").replace(site.root / ARTICLE)


def like_vim(site: Site) -> None:
    (site.root / ARTICLE).rename(site.root / (ARTICLE + "~"))
    site.write(ARTICLE, "longer text")
    (site.root / (ARTICLE + "~")).unlink()


EDITS: dict[str, Callable[[Site], object]] = {
    "a file is written": lambda site: site.write(ARTICLE, "longer text"),
    "a file is saved by renaming": by_renaming,
    "a file is saved as vim does": like_vim,
    "a file is added to": lambda site: (site.root / ARTICLE).open("a").write("more"),
    "a file is deleted": lambda site: (site.root / ARTICLE).unlink(),
    "a file is renamed": lambda site: (site.root / ARTICLE).rename(site.root / "content/articles/2015/y.md"),
    "a file comes": lambda site: site.write("content/articles/2015/y.md"),
    "a file moves in": lambda site: (site.root / "output/x.html").rename(site.root / "content/articles/y.md"),
    "a file moves out": lambda site: (site.root / ARTICLE).rename(site.root / "output/y.md"),
    "a template is written": lambda site: site.write("templates/x.html", "longer text"),
    "the settings are written": lambda site: site.write("site.yaml", "longer text"),
    "the settings are deleted": lambda site: (site.root / "site.yaml").unlink(),
    "a folder comes with files": lambda site: site.write("content/articles/2016/deep/down/x.md"),
    "a folder is deleted": lambda site: shutil.rmtree(site.root / "content/articles/2015"),
    "a folder is renamed": lambda site: (site.root / "content/articles/2015").rename(
        site.root / "content/articles/2014"
    ),
    "a folder moves out": lambda site: (site.root / "content/articles/2015").rename(site.root / "output/2015"),
    "all templates are deleted": lambda site: shutil.rmtree(site.root / "templates"),
    "all content moves out": lambda site: (site.root / "content").rename(site.root / "output/content"),
}


@pytest.mark.parametrize("edit", EDITS.values(), ids=EDITS)
def test_every_edit_is_noticed(site: Site, edit: Callable[[Site], object]):
    edit(site)
    assert site.notes_an_edit()
    assert site.is_quiet(0.1)


def rename_folder(site: Site) -> str:
    (site.root / "content/articles/2015").rename(site.root / "content/articles/2014")
    return "content/articles/2014/x.md"


def make_anew(site: Site) -> str:
    shutil.rmtree(site.root / "content")
    assert site.notes_an_edit()
    site.write("content/articles/2015/x.md")
    return "content/articles/2015/x.md"


def change_for_another(site: Site) -> str:
    make(site.root / "output/other")
    (site.root / "content").rename(site.root / "output/old")
    (site.root / "output/other/content").rename(site.root / "content")
    return "content/articles/2015/x.md"


def make_templates(site: Site) -> str:
    shutil.rmtree(site.root / "templates")
    assert site.notes_an_edit()
    site.write("templates/parts/x.html")
    return "templates/parts/x.html"


def make_deep(site: Site) -> str:
    site.write("content/articles/2016/deep/x.md")
    return "content/articles/2016/deep/x.md"


@pytest.mark.parametrize("make_another", [rename_folder, make_anew, change_for_another, make_templates, make_deep])
def test_files_in_folders_that_came_later_are_watched_too(site: Site, make_another: Callable[[Site], str]):
    path = make_another(site)
    assert site.notes_an_edit()
    time.sleep(0.02)
    site.write(path, "longer text, later")
    assert site.notes_an_edit()


def test_a_site_that_went_is_waited_for(site: Site):
    def finds_its_way() -> bool:
        astray = site.watching.is_astray
        site.watching.renew()
        return astray and not site.watching.is_astray

    assert not site.watching.is_astray
    site.root.rename(site.root.with_name("away"))
    assert finds_its_way(), "to there being nothing to watch"
    site.root.with_name("away").rename(site.root)
    assert finds_its_way()
    site.write(ARTICLE, "longer text")
    assert site.notes_an_edit()


NO_EDITS: dict[str, Callable[[Site], object]] = {
    "all is read": lambda site: read_sources(site.root),
    "all is listed": lambda site: [path.stat() for path in site.root.rglob("*")],
    "the output is written": lambda site: site.write("output/y.html"),
    "the output is exchanged": lambda site: (site.root / "output").rename(site.root / "output.next~"),
    "git works": lambda site: site.write(".git/index.lock"),
    "something else is written": lambda site: site.write("README.md"),
    "an editor keeps notes": lambda site: site.write("content/articles/2015/.x.md.swp"),
    "an editor keeps a copy": lambda site: site.write("content/articles/2015/x.md~"),
    "Emacs keeps what is typed": lambda site: site.write("content/articles/2015/#x.md#"),
    "Vim tries the folder": lambda site: site.write("content/articles/2015/4913"),
    "a download is in progress": lambda site: site.write("content/articles/2015/x.png.crdownload"),
    "Windows draws small pictures": lambda site: site.write("content/articles/2015/Thumbs.db"),
    "an editor saves a template": lambda site: site.write("templates/article.html___jb_tmp___"),
}


@pytest.mark.parametrize("event", NO_EDITS.values(), ids=NO_EDITS)
def test_what_is_no_edit_is_not_noted(site: Site, event: Callable[[Site], object]):
    event(site)
    assert site.is_quiet()


def test_what_stands_behind_a_link_is_not_watched(tmp_path: Path):
    make(tmp_path / "elsewhere")
    (tmp_path / "site").mkdir()
    (tmp_path / "site/content").symlink_to(tmp_path / "elsewhere/content")
    site = Site(tmp_path / "site", (Observer,))
    with site.watching:
        (tmp_path / "elsewhere" / ARTICLE).write_text("longer text")
        assert site.is_quiet()


# ── where the system can't tell ──────────────────────────────────────────────────────────────────────────────────


def exhausted() -> None:
    raise OSError(errno.EMFILE, "inotify instance limit reached")


class Limited(Observer):  # type: ignore[misc, valid-type]  # which class it is depends on the system
    """One for which the system has no more watches from the third on."""

    def schedule(self, *arguments: object, recursive: bool = False, **options: object) -> object:
        if not recursive:  # the site's own folder
            raise OSError(errno.ENOSPC, "inotify watch limit reached")
        return super().schedule(*arguments, recursive=recursive, **options)


@pytest.mark.parametrize("first", [exhausted, Limited])
def test_where_the_system_cannot_tell_it_is_asked_again_and_again_with_a_word_about_it(tmp_path: Path, first: object):
    make(tmp_path)
    threads = threading.active_count()
    site = Site(tmp_path, (first, lambda: PollingObserver(timeout=0.05)))  # type: ignore[arg-type]
    with site.watching:
        assert len(site.said) == 1
        assert "once a second" in site.said[0]
        assert "limit reached" in site.said[0]
        site.write(ARTICLE, "longer text")
        assert site.notes_an_edit()
        site.watching.renew()
        assert len(site.said) == 1, "it is said once"
    assert threading.active_count() == threads, "nothing of the first attempt is left"


def test_where_nothing_can_tell_it_is_an_error(tmp_path: Path):
    make(tmp_path)
    with pytest.raises(OSError, match="limit reached"):
        Site(tmp_path, (exhausted,)).watching.renew()
