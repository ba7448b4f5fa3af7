"""Who waits is told how far a build is, and nobody else."""

from __future__ import annotations

import io

from generator.cli.progress import Progress
from generator.pipeline.progress import Step, no_progress


class Terminal(io.StringIO):
    def isatty(self):
        return True


class Clock:
    """Goes on by some seconds each time it is asked."""

    def __init__(self, step):
        self.now, self.step = 0.0, step

    def __call__(self):
        self.now += self.step
        return self.now


def test_the_items_come_through_as_they_are():
    for watch in (no_progress, Progress(io.StringIO()), Progress(Terminal()), Progress(Terminal(), clock=Clock(2))):
        assert list(watch(Step.COMPILE, [1, 2, 3])) == [1, 2, 3]
        assert list(watch(Step.LINK)) == []


def test_off_a_terminal_nothing_is_shown():
    err = io.StringIO()
    list(Progress(err, clock=Clock(5))(Step.COMPILE, range(100)))
    assert err.getvalue() == ""


def test_on_a_terminal_nothing_is_shown_within_the_first_second():
    err = Terminal()
    list(Progress(err, clock=Clock(0.001))(Step.COMPILE, range(100)))
    assert err.getvalue() == ""


def test_on_a_terminal_a_long_step_is_shown_and_wiped_away():
    err = Terminal()
    list(Progress(err, clock=Clock(0.1))(Step.COMPILE, range(100)))
    assert "Compile" in err.getvalue()
    assert "100/100" in err.getvalue()


def test_the_seconds_of_each_step_are_said_when_asked_for():
    err = io.StringIO()
    progress = Progress(err, seconds=True, clock=Clock(0.25))
    progress(Step.READ)
    list(progress(Step.COMPILE, [1, 2]))
    progress.end_step()
    progress.end_step()
    assert err.getvalue() == "  read: 0.25 s\n  compile: 0.25 s\n"
