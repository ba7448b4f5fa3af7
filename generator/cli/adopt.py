"""The command `adopt`: takes annotations of a layer into the sidecars, all of them or none."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from pathlib import Path

from generator import urls
from generator.annotating.adopting import Adopted, Adoption, adopt_annotation
from generator.annotating.opened import Opened
from generator.annotating.refused import Refused
from generator.cache.store import Cache
from generator.cli.arguments import UsageError, console_of, layer_of, site_folder
from generator.cli.console import Console
from generator.cli.exit_codes import Exit
from generator.cli.messages import from_here, number
from generator.diagnostics import Diagnostic, listed
from generator.fixing.hunk import hunk
from generator.fixing.source_file import NotFixedError, create_sources, replace_sources
from generator.formats.front_matter import read_front_matter
from generator.formats.registry import read_registry
from generator.model import RESERVED_VOICES, Layer, Registry
from generator.pipeline.cache_folder import cache_folder
from generator.pipeline.layer_stage import annotation_problems
from generator.pipeline.publish_stage import settings_of
from generator.publishing import OutputRefusedError, one_build_at_a_time
from generator.server.desk_article import DeskArticle, read_article
from generator.sources.concerned import concerned_by
from generator.sources.edited import edited
from generator.sources.read import Sources, load_article, read_sources
from generator.sources.stat_cache import StatCache
from generator.yaml_text.splice import with_splices


def adopt(arguments: Namespace) -> int:
    """Take annotations of a layer into the sidecars of their articles; return the exit code.

    Where one can't be adopted, nothing is written. Raises `UsageError` where the arguments don't fit, and
    `BuildRunningError` and `OutputRefusedError` where no file can be written now.
    """
    root, console = site_folder(arguments), console_of(arguments)
    layer = layer_of(settings_of(root), arguments.layer, arguments.program)
    references = [*dict.fromkeys(_parts(reference) for reference in arguments.references)]
    if len(references) > 1 and (arguments.new_id or arguments.to):
        raise UsageError("`--as` and `--to` are for one annotation.", "Adopt the others with a command of their own.")
    sources = read_sources(root)
    registry, _ = read_registry(sources.speaker_files, sources.source_files)
    work = _Work(root, layer, registry, console)
    for article, id in references:
        why = _by_former_id(sources, article, id) or work.adopt(article, id, arguments.new_id or id, arguments.to)
        if why:
            console.complain(f"{article}#{id} can't be adopted: {why.why}", why.step)
            if len(references) > 1:
                console.complain("Nothing was written.")
            return Exit.PROBLEMS
    if wrong := work.wrong(sources):
        for message, step in wrong:
            console.complain(message, step)
        console.complain("Nothing was written.")
        return Exit.PROBLEMS
    if not arguments.dry_run:
        work.write()
    work.tell(written=not arguments.dry_run)
    return Exit.DONE


def _by_former_id(sources: Sources, name: str, id: str) -> Refused | None:
    """The reason not to look for an article by a former id, with the present one."""
    if any(one.id == name for one in sources.articles):
        return None
    for source in sources.articles:
        text = load_article(sources.root, source, StatCache(str(sources.root))).text
        front = read_front_matter(text, source.path).front if b"aliases" in text else None
        if front and urls.folded(name) in map(urls.folded, front.aliases):
            return Refused(f"“{name}” is a former id of article “{source.id}”.", f"Write `{source.id}#{id}`.")
    return None


def _parts(reference: str) -> tuple[str, str]:
    """The article and the annotation that a reference names. Raises `UsageError` for any other text."""
    article, _, id = reference.partition("#")
    if not article or not id or urls.article_id_problem(article):
        raise UsageError(
            f"“{reference}” names no annotation.",
            "Write the article and the id, as in `2015/amnesty-syria#only-cliches`.",
        )
    return article, id


@dataclass(slots=True)
class _Work:
    """The sidecars as they are to be, and what was adopted into them; nothing is written before `write`."""

    root: Path
    layer: Layer
    registry: Registry
    console: Console
    before: dict[str, DeskArticle] = field(default_factory=dict)
    now: dict[str, DeskArticle] = field(default_factory=dict)
    done: list[tuple[str, str, Adopted]] = field(default_factory=list)

    def adopt(self, article: str, id: str, new_id: str, to: str) -> Refused | None:
        """Plan to adopt one annotation; the reason where that can't be done."""
        try:
            layer, sidecar = read_article(self.root, article, self.layer.key), self._sidecar(article)
            if layer.sidecar is None:
                what = f"`{layer.sidecar_path}` is not there."
                return Refused(what, "Name an article that the layer has a file of.")
            one, other = layer.opened, sidecar.opened
            if not isinstance(one, Opened) or not isinstance(other, Opened):
                return one if isinstance(one, Refused) else other if isinstance(other, Refused) else None
            wanted = Adoption(article, id, new_id, to, layer.starts.get(id), sidecar.starts, self._is_only_in_layer)
            found = adopt_annotation(other, one, self.registry, wanted)
        except NotFixedError as error:
            return Refused(str(error), "Name an article that is there, by its id.")
        if isinstance(found, Refused):
            return found
        after = sidecar.with_sidecar(found.edit.after)
        if why := _not_read_back(sidecar, after, new_id):
            return why
        self.now[article] = after
        self.done.append((article, new_id, found))
        return None

    def _sidecar(self, article: str) -> DeskArticle:
        if article not in self.now:
            self.now[article] = self.before[article] = read_article(self.root, article)
        return self.now[article]

    def _is_only_in_layer(self, reference: str) -> bool:
        article, _, id = reference.partition("#")
        try:
            is_own = id in read_article(self.root, article, self.layer.key).entries
            return is_own and id not in self._sidecar(article).entries
        except NotFixedError:
            return False  # an article that is gone: `check` reports the reference

    def wrong(self, sources: Sources) -> list[tuple[str, str]]:
        """The errors that `check` would find in what is adopted, and doesn't find now: each with its next step in the
        layer. `sources` are the files as they are.

        The whole archive is compiled only where the articles that are concerned have such an error: it may have what
        they lack, such as an article that is named by a former id.
        """
        near = concerned_by(self._later(sources), self.now, self._words())
        articles = tuple(one for one in sources.articles if one.id in near)
        return self._wrong_in(replace(sources, articles=articles)) and self._wrong_in(sources)

    def _later(self, sources: Sources) -> Sources:
        return edited(sources, {after.sidecar_path: after.sidecar or b"" for after in self.now.values()})

    def _wrong_in(self, sources: Sources) -> list[tuple[str, str]]:
        cache = Cache()
        later = [d for d in annotation_problems(self._later(sources), cache) if d.severity == "error"]
        if not later:
            return []
        known = {_fingerprint(one) for one in annotation_problems(sources, cache)}
        return [self._told(one) for one in later if _fingerprint(one) not in known]

    def _words(self) -> set[str]:
        """What other sidecars may have to do with: the ids of the annotations, of who says them and of who comes along,
        with the former ones."""
        words = {f"{article}#{id}" for article, id, _ in self.done}
        for article, id, found in self.done:
            facts = self.now[article].facts
            for placed in facts.annotations if facts else ():
                if placed.id == id:
                    words |= {who.id for who in (placed.annotation.speaker, *placed.annotation.via)}
            for entry in facts.speakers if facts else ():
                if entry.id in found.speakers and entry.speaker:
                    words |= {entry.id, *entry.speaker.aliases}
        return words - {"", *RESERVED_VOICES} - self.registry.speakers.keys()

    def _told(self, problem: Diagnostic) -> tuple[str, str]:
        said = " ".join([problem.message, *problem.details])
        articles = {after.sidecar_path: article for article, after in self.now.items()}
        article = articles.get(problem.location.path)
        where = f"In `{DeskArticle(article, b'', None, self.layer.key).sidecar_path}`: " if article else ""
        step = problem.step or "Correct it."
        return f"`check` would find an error in what is adopted: {said}", f"{where}{step}"

    def write(self) -> None:
        """Write all sidecars or none. Raises `BuildRunningError` and `OutputRefusedError`."""
        changed = [(self.before[id], after) for id, after in self.now.items() if after != self.before[id]]
        new = {after.sidecar_path: after.sidecar or b"" for old, after in changed if old.sidecar is None}
        changes = {
            after.sidecar_path: (old.sidecar, after.sidecar or b"") for old, after in changed if old.sidecar is not None
        }
        with one_build_at_a_time(cache_folder(self.root, "")):
            try:
                create_sources(self.root, new)
                _replace_or_take_back(self.root, changes, new)
            except NotFixedError as error:
                raise OutputRefusedError(str(error), "Fix that, then run the command again.") from error

    def tell(self, *, written: bool) -> None:
        """Print what was adopted, or would be, with its lines."""
        for article, id, found in self.done:
            path = from_here(self.root / self.now[article].sidecar_path)
            speakers = listed([f"`{one}`" for one in found.speakers])
            along = f", with the speaker{'s' * (len(found.speakers) > 1)} {speakers}" if speakers else ""
            self.console.say(f"{'Adopted' if written else 'Would adopt'} “{id}” into `{path}`{along}.")
            if found.answers:
                names = listed([f"“{one}”" for one in found.answers], most=_MOST_NAMED)
                stay = "stays" if len(found.answers) == 1 else "stay"
                self.console.say(f"  {number(len(found.answers), 'answer')} under it {stay} in the layer: {names}.")
            if not written:
                for n, splice in enumerate(found.edit.splices):
                    self.console.show_diff(hunk(with_splices(found.edit.before, found.edit.splices[:n]), splice))


_MOST_NAMED = 10


def _fingerprint(problem: Diagnostic) -> tuple[str, str, str, int]:
    """What tells one problem from another though its file has other lines: one with a name has a detail a place."""
    return problem.location.path, problem.code, problem.message, len(problem.details)


def _replace_or_take_back(root: Path, changes: dict[str, tuple[bytes, bytes]], new: Iterable[str]) -> None:
    """Replace the files; where that fails, delete the new ones, so that all of a command is written or nothing."""
    try:
        replace_sources(root, changes)
    except BaseException:
        for path in new:
            (root / path).unlink(missing_ok=True)
        raise


def _not_read_back(before: DeskArticle, after: DeskArticle, id: str) -> Refused | None:
    """Why a build could not show the annotation: the first error that it would find and doesn't now."""
    facts = after.facts
    found = next((one for one in facts.annotations if one.id == id), None) if facts else None
    if found and found.placed:
        return None
    known = {(one.code, one.message) for one in before.compiled.diagnostics}
    new = [d for d in after.compiled.diagnostics if d.severity == "error" and (d.code, d.message) not in known]
    if new:
        step = new[0].step if new[0].step and not new[0].paste else "Correct it in the layer: `check` says how."
        return Refused(new[0].message, step)
    return Refused(f"“{id}” could not be read back.", "Run `check`, and fix what it reports.")
