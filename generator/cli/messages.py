"""Words the results of builds as sentences. Decides nothing."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

from generator.cli.console import Console
from generator.diagnostics import has_errors, summary
from generator.pipeline.output_size import HOST_LIMIT
from generator.pipeline.result import About, Built, Done, Sums
from generator.publishing import Published
from generator.sources.read import SETTINGS

_MOST_NAMED = 10
"""Paths that a message lists; of more, it gives the number."""


def say_what_was_built(console: Console, built: Built, published: Published | None, size: int, output: Path) -> None:
    """Print what a build made and published, in how many bytes, or why it published nothing."""
    problems = summary(built.diagnostics)
    if published is None or built.about is None:
        console.complain(*_why_not(built, problems, output))
        return
    if published.newly_foreign:
        console.say(left_alone(published.newly_foreign, output))
    console.say(f"Built {counts(built.about)}: {_changes(len(built.digests), size, published)}.")
    _say_the_rest(console, built, built.about, output)


def say_nothing_changed(console: Console, done: Done, output: Path, newly_foreign: tuple[str, ...] = ()) -> None:
    """Print that the published site is up to date, and which files in the output appeared since the last build."""
    if newly_foreign:
        console.say(left_alone(newly_foreign, output))
    console.say(f"Built {counts(done.about)}: {_tree(done.files, done.size)}, nothing changed.")
    _say_the_rest(console, done, done.about, output)


def say_sums(console: Console, sums: Sums, files: int, published: Published | None) -> None:
    """Print how much a build read, compiled, rendered and wrote, and the memory it took (for `-v`)."""
    written = len(published.written) if published else 0
    done = (
        f"{number(sums.read, 'source file')} read, {number(sums.compiled, 'article')} compiled, "
        f"{number(sums.made, 'file')} rendered, {written:,} written, {files - written:,} unchanged"
    )
    print(f"  {done}{_memory()}", file=console.err)


def not_verified(wrong: Sequence[str], output: Path) -> tuple[str, str]:
    """The message that these paths of the output differ from a clean build, and the next step."""
    step = (
        "Delete the cache folder (`.counterpoint/` by default) and build again; if the output was not edited, please "
        "open an issue with these names."
    )
    return f"`{from_here(output)}` differs from a clean build in these files: {_named(wrong)}.", step


def _memory() -> str:
    """The peak memory in MB (2^20 bytes); empty where the system does not report it."""
    try:
        import resource
    except ImportError:
        return ""
    unit = 1 if sys.platform == "darwin" else 1024
    own, others = (
        resource.getrusage(who).ru_maxrss * unit / 2**20 for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    )
    return f"; peak memory {own:,.0f} MB" + (f", and {others:,.0f} MB in the largest other process" if others else "")


def not_written(error: OSError, path: Path) -> tuple[str, str]:
    """The message and the next step for a file that can't be written: the one that `error` names, or else `path`."""
    where = error.filename2 or error.filename or path
    return f"Can't write `{where}` ({error.strerror or error}).", "Fix that, then run the command again."


def _say_the_rest(console: Console, built: Built | Done, about: About, output: Path) -> None:
    problems = summary(built.diagnostics)
    if problems:
        console.say(problems + (_LEFT_OUT if has_errors(built.diagnostics) else ": everything was published."))
    console.say(f"Open `{from_here(output / about.first_page)}` in a browser.")


_LEFT_OUT = ": what can't be shown correctly was left out, and the rest was published."


def _changes(files: int, size: int, published: Published) -> str:
    if not published.written and not published.deleted:
        return f"{_tree(files, size)}, nothing changed"
    changed = f", {len(published.written):,} of them new or changed" if len(published.written) < files else ""
    deleted = f", {number(len(published.deleted), 'old file')} deleted" if published.deleted else ""
    return _tree(files, size) + changed + deleted


def _tree(files: int, size: int) -> str:
    return f"{number(files, 'file')} ({megabytes(size)})"


def too_large(size: int) -> str:
    """The warning that the output is near the limit of GitHub Pages, or above it. `size` in bytes."""
    return (
        f"The output has {megabytes(size)}; a site on GitHub Pages may have {megabytes(HOST_LIMIT)} at most. "
        "Write fewer `outputs` in site.yaml (`docs/hosting.md` says what each takes), or use another host."
    )


def _why_not(built: Built, problems: str, output: Path) -> tuple[str, str]:
    """Why nothing was published, and the next step."""
    if built.files is not None:
        why = f"strict mode allows neither errors nor warnings ({problems})"
        step = "Fix the problems above, or build without strict mode."
    elif built.about is None:
        why, step = f"`{SETTINGS}` can't be used ({problems})", f"Fix the errors in `{SETTINGS}` that are listed above."
    else:
        why, step = f"a template is broken ({problems})", "Fix the template that is named above."
    kept = f"; `{from_here(output)}` is unchanged" if output.exists() else ""
    return f"Nothing was published: {why}{kept}.", step


def left_alone(foreign: tuple[str, ...], output: Path) -> str:
    """The message that these files in the output were kept."""
    return f"Kept files in `{from_here(output)}` that Counterpoint did not create: {_named(foreign)}."


def _named(paths: Sequence[str]) -> str:
    more = len(paths) - _MOST_NAMED
    return ", ".join(paths[:_MOST_NAMED]) + (f" and {more} more" if more > 0 else "")


def counts(about: About | None) -> str:
    """`2 articles with 5 claims`, for the end of a sentence; without site.yaml, there is nothing to count."""
    if about is None:
        return f"what can be read without `{SETTINGS}`"
    return f"{number(about.articles, 'article')} with {number(about.claims, 'claim')}"


def number(n: int, noun: str) -> str:
    """`1,000 files`: a number and its noun, in the plural with an s."""
    return f"{n:,} {noun}{'' if n == 1 else 's'}"


def megabytes(size: int) -> str:
    """`0.3 MB`, `46 MB`, `1,200 MB`: bytes in millions."""
    millions = size / 1_000_000
    return f"{millions:,.0f} MB" if millions >= 10 else f"{millions:.1f} MB"


def from_here(path: Path) -> str:
    """The path relative to the current folder if it is below it; otherwise unchanged."""
    here = Path.cwd()
    return str(path.relative_to(here)) if path.is_relative_to(here) else str(path)
