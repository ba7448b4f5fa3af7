"""What is said of a build when it is done, in sentences; decides nothing."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

from generator.cli.console import Console
from generator.diagnostics import has_errors, summary
from generator.pipeline.result import About, Built, Done, Sums
from generator.publishing import Published
from generator.sources.read import SETTINGS

_MOST_NAMED = 10


def say_what_was_built(console: Console, built: Built, published: Published | None, output: Path) -> None:
    found = summary(built.diagnostics)
    if published is None or built.about is None:
        console.complain(*_why_not(built, found, output))
        return
    if published.newly_foreign:
        console.say(left_alone(published.newly_foreign, output))
    console.say(f"Built {counts(built.about)}: {_changes(len(built.digests), published)}.")
    _say_the_rest(console, built, built.about, output)


def say_nothing_changed(console: Console, done: Done, output: Path) -> None:
    console.say(f"Built {counts(done.about)}: {number(done.files, 'file')}, nothing changed.")
    _say_the_rest(console, done, done.about, output)


def say_sums(console: Console, sums: Sums, files: int, published: Published | None) -> None:
    """What there was to do, and the memory it took."""
    written = len(published.written) if published else 0
    done = (
        f"{number(sums.read, 'source file')} read, {number(sums.compiled, 'article')} compiled, "
        f"{number(sums.made, 'file')} rendered, {written:,} written, {files - written:,} unchanged"
    )
    print(f"  {done}{_memory()}", file=console.err)


def not_verified(wrong: Sequence[str], output: Path) -> tuple[str, str]:
    step = "Delete .counterpoint/ and build again; if nobody edited the output, please open an issue with these names."
    return f"In {from_here(output)} this is not what a clean build makes: {_named(wrong)}.", step


def _memory() -> str:
    """The most memory that was used, where the system tells."""
    try:
        import resource
    except ImportError:
        return ""
    unit = 1 if sys.platform == "darwin" else 1024
    own, others = (
        resource.getrusage(who).ru_maxrss * unit / 2**20 for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    )
    return f"; peak memory {own:,.0f} MB" + (f", and {others:,.0f} MB in the largest other process" if others else "")


def not_written(error: OSError, path: Path) -> str:
    where = error.filename2 or error.filename or path
    return f"{where} can't be written: {error.strerror or error}. Mend that and run the command again."


def _say_the_rest(console: Console, built: Built | Done, about: About, output: Path) -> None:
    found = summary(built.diagnostics)
    if found:
        console.say(found + (_LEFT_OUT if has_errors(built.diagnostics) else ", and all was published."))
    console.say(f"Open {from_here(output / about.first_page)}")


_LEFT_OUT = ": what can't be shown rightly was left out, the rest is published."


def _changes(files: int, published: Published) -> str:
    if not published.written and not published.deleted:
        return f"{number(files, 'file')}, nothing changed"
    changed = f", {len(published.written):,} of them new or changed" if len(published.written) < files else ""
    deleted = f", {number(len(published.deleted), 'old one')} deleted" if published.deleted else ""
    return number(files, "file") + changed + deleted


def _why_not(built: Built, found: str, output: Path) -> tuple[str, str]:
    """Why nothing was published, and what to do."""
    if built.files is not None:
        why, step = (
            f"strict allows neither errors nor warnings ({found})",
            "Mend what is named above, or build without it.",
        )
    elif built.about is None:
        why, step = f"{SETTINGS} has to be right first ({found})", f"Mend what is named in {SETTINGS}."
    else:
        why, step = f"a template is broken ({found})", "Mend the template named above."
    kept = f" {from_here(output)} is as it was." if output.exists() else ""
    return f"Nothing was published: {why}.{kept}", step


def left_alone(foreign: tuple[str, ...], output: Path) -> str:
    return f"Not written by a build, and left as it is in {from_here(output)}: {_named(foreign)}."


def _named(paths: Sequence[str]) -> str:
    more = len(paths) - _MOST_NAMED
    return ", ".join(paths[:_MOST_NAMED]) + (f" and {more} more" if more > 0 else "")


def counts(about: About | None) -> str:
    if about is None:
        return "what can be read without site.yaml"
    return f"{number(about.articles, 'article')} with {number(about.claims, 'claim')}"


def number(n: int, noun: str) -> str:
    return f"{n:,} {noun}{'' if n == 1 else 's'}"


def from_here(path: Path) -> str:
    """A path as one would type it in the current folder."""
    here = Path.cwd()
    return str(path.relative_to(here)) if path.is_relative_to(here) else str(path)
