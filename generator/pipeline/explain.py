"""Says in one sentence why a file of the output was made, or would be; asks the build, and decides nothing."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from generator.pipeline.render_stage import REASONS, Record
from generator.pipeline.result import Built


def explain_file(path: str, built: Built, before: Record) -> str:
    """`built` is what a build now would do, `before` what the last one has done."""
    if built.files is None:
        return f"{path} would stay as it is: nothing is published before the errors above are mended."
    if path not in built.digests:
        there = path in _last_made(before)
        return f"{path} would be deleted: nothing makes it any more." if there else f"No build makes {path}."
    if path in built.files:
        return f"{path} would be made anew: {_because(built.why.get(path, ('output',)))}."
    why = _last_made(before).get(path)
    told = f" It was last made because {_because(why)}." if why else ""
    return f"{path} is up to date: nothing that it shows has changed.{told}"


def _because(why: Iterable[str]) -> str:
    return ", and ".join(REASONS[name] for name in why)


def _last_made(before: Record) -> Mapping[str, tuple[str, ...]]:
    of_articles = {path: known.why for known in before.articles.values() for path, _ in known.files}
    return of_articles | {path: known.why for path, known in before.pages.items()}
