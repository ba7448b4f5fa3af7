"""The command `compare`: what two annotators made of the same articles, side by side and as measures of agreement."""

from __future__ import annotations

import sys
from argparse import Namespace
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from generator.agreement.as_data import comparison_as_csv, comparison_as_json
from generator.agreement.as_page import comparison_as_page
from generator.agreement.as_text import comparison_as_text
from generator.agreement.coefficients import NoCoefficientError
from generator.agreement.compared import CodedArticle, Comparison, compared_article, comparison_of
from generator.cache.store import Cache
from generator.cli.arguments import UsageError, layer_of, site_folder
from generator.cli.console import Console
from generator.cli.exit_codes import Exit
from generator.diagnostics import Diagnostic, in_order
from generator.formats.registry import read_registry
from generator.formats.sidecar import read_sidecar
from generator.model import MAIN, ArticleFacts, ArticleSource, Settings
from generator.pipeline.compile_stage import CompiledArticle, Compiler
from generator.pipeline.layer_stage import LayerCheck
from generator.pipeline.publish_stage import settings_of
from generator.pipeline.site_data import read_site_data
from generator.sources.read import SETTINGS, Sources, load_article, read_sources
from generator.sources.source_lines import source_lines
from generator.sources.stat_cache import StatCache


def compare(arguments: Namespace) -> int:
    """Compare two layers, or a layer and the sidecars; print the comparison, and return the exit code.

    Articles count that both have annotated. Writes nothing. Raises `UsageError` where there is nothing to compare, or
    the packages that compute the measures are missing.
    """
    root = site_folder(arguments)
    console = Console(sys.stdout, sys.stderr, quiet=arguments.quiet, verbose=arguments.verbose)
    settings = settings_of(root)
    if settings is None:
        raise UsageError(f"`{SETTINGS}` can't be used.", f"Run `{arguments.program} check`, and fix what it reports.")
    if arguments.first == arguments.second:
        raise UsageError(f"“{arguments.first}” is compared with itself.", f"Name two layers, or a layer and `{MAIN}`.")
    sources = read_sources(root)
    annotators = [_annotator(root, settings, key, arguments.program) for key in (arguments.first, arguments.second)]
    first, second = annotators
    wanted = [id for id in {**first.files, **second.files} if _has(first, id) and _has(second, id)]
    of_files = [one for one in read_site_data(sources, drafts=True, base_url="")[1] if _is_beside_articles(one)]
    if not wanted:
        console.show(of_files, source_lines(root), root)
        what = f"No article has annotations of both {first.key} and {second.key}, so there is nothing to compare."
        raise UsageError(what, _missing(first, second))
    of_articles = {problem for one in annotators for problem in one.problems(wanted)}  # a text is read twice
    of_layers = _errors_of_layers(root, sources, annotators, wanted)
    problems = in_order([*of_files, *of_articles, *(one for one in of_layers if one not in of_articles)])
    console.show(problems, source_lines(root), root)
    if any(one.is_broken(id) for one in annotators for id in wanted):
        console.complain("Nothing was compared, because a file can't be read.", "Fix the errors above.")
        return Exit.PROBLEMS
    console.print(_shown(_comparison(first, second, wanted, settings), settings, arguments.format))
    return Exit.PROBLEMS if problems else Exit.DONE


def _is_beside_articles(problem: Diagnostic) -> bool:
    """Whether this is an error in the name of a file that may have been meant as a layer or a sidecar."""
    return problem.severity == "error" and problem.location.path.startswith("content/articles/")


def _errors_of_layers(
    root: Path, sources: Sources, annotators: Iterable[_Annotator], wanted: Iterable[str]
) -> Iterator[Diagnostic]:
    """The errors of the layers in these articles, unknown speakers and codes among them."""
    layers = [one.files for one in annotators if one.key != MAIN]
    paths = {files[id].source.sidecar_path for files in layers for id in wanted if id in files}
    for problem in LayerCheck(root, sources).problems():
        if problem.severity == "error" and problem.location.path in paths:
            yield problem


# ── one annotator ────────────────────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class _Annotator:
    """A layer or the sidecars: the files, compiled, by the ids of their articles, and the names of speakers.

    `done` are the articles without a file that the front matter calls annotated: nothing was found in them.
    """

    key: str
    name: str
    root: Path
    files: Mapping[str, CompiledArticle]
    done: Mapping[str, CompiledArticle]
    names: Mapping[str, str]

    def problems(self, ids: Iterable[str]) -> list[Diagnostic]:
        """The errors of these articles, for which annotations or whole articles don't count."""
        compiled = (self._article(id) for id in ids)
        return [d for one in compiled for d in one.head.diagnostics if d.severity == "error"]

    def is_broken(self, id: str) -> bool:
        """Whether an article or its annotations can't be read."""
        facts = self._article(id).facts
        return facts is None or facts.broken_sidecar

    def coded(self, id: str, *, with_notes: bool) -> CodedArticle:
        """What is annotated in an article that can be read."""
        article = self._article(id)
        assert article.facts, "the caller asks first whether it is broken"
        notes = self._notes(article.source, article.facts) if with_notes else {}
        return CodedArticle(article.facts, notes, self.names)

    def _article(self, id: str) -> CompiledArticle:
        return self.files.get(id) or self.done[id]

    def _notes(self, source: ArticleSource, facts: ArticleFacts) -> dict[str, str]:
        """The notes as written, which facts don't have."""
        data = load_article(self.root, source, StatCache(str(self.root))).sidecar or b""
        annotations = read_sidecar(data, source.sidecar_path, source.id, facts.front.date[:10]).annotations
        return {one.id: one.note for one in annotations if one.note}


def _annotator(root: Path, settings: Settings, key: str, program: str) -> _Annotator:
    """Raises `UsageError` where there is no such layer."""
    name = "the sidecars" if key == MAIN else layer_of(settings, key, program).name
    sources = read_sources(root, layer="" if key == MAIN else key)
    annotated = {one.article for one in sources.layers}  # elsewhere no two annotators have anything to compare
    compiler = Compiler(sources, Cache())
    articles = compiler.load([one for one in sources.articles if one.path in annotated])
    files = {one.source.id: one for one in articles if one.source.sidecar_path}
    done = {one.source.id: one for one in articles if _is_done(one, settings) and one.source.id not in files}
    return _Annotator(key, name, root, files, done, _speakers(sources, articles))


def _is_done(article: CompiledArticle, settings: Settings) -> bool:
    done = article.facts.front.annotated if article.facts else None  # of a layer, its own
    return done is not None and done.is_of("", settings.layer_keys)


def _speakers(sources: Sources, articles: Iterable[CompiledArticle]) -> dict[str, str]:
    registry, _ = read_registry(sources.speaker_files, sources.source_files)
    described = (entry.speaker for one in articles if one.facts for entry in one.facts.speakers)
    return {
        **{one.id: one.name for one in described if one},
        **{id: one.name for id, one in registry.speakers.items()},
    }


def _has(one: _Annotator, id: str) -> bool:
    return id in one.files or id in one.done


def _missing(first: _Annotator, second: _Annotator) -> str:
    """The next step where no article has annotations of both."""
    without = next((one for one in (first, second) if not one.files), None)
    if without and without.key != MAIN:
        return f"Annotate with `serve --layer {without.key}`, or bring annotations in with `import --layer`."
    if MAIN in (first.key, second.key):
        return "Annotate the same articles, or take annotations of the layer into the sidecars with `adopt`."
    return "Annotate the same articles."


# ── the comparison ───────────────────────────────────────────────────────────────────────────────────────────────────


def _comparison(first: _Annotator, second: _Annotator, wanted: Iterable[str], settings: Settings) -> Comparison:
    codes = [code.key for code in settings.codes]
    articles = [
        compared_article(first.coded(id, with_notes=True), second.coded(id, with_notes=True), codes)
        for id in sorted(wanted)
    ]
    only_first = sorted(id for id in first.files if not _has(second, id))
    only_second = sorted(id for id in second.files if not _has(first, id))
    try:
        return comparison_of(
            (first.key, second.key), (first.name, second.name), articles, codes, (only_first, only_second)
        )
    except NoCoefficientError as error:
        what = "The measures of agreement are computed by `krippendorff`, which is not installed."
        raise UsageError(what, "Install it with `pip install 'counterpoint-archive[agreement]'`.") from error


def _shown(comparison: Comparison, settings: Settings, form: str) -> str:
    if form == "json":
        return comparison_as_json(comparison)
    if form == "csv":
        return comparison_as_csv(comparison).decode().replace("\r\n", "\n").removesuffix("\n")
    if form == "html":
        return comparison_as_page(comparison, settings.title, settings.language).removesuffix("\n")
    return comparison_as_text(comparison)
