"""Renames an article: its files move, its front matter keeps the former id, references and links name the new one."""

from __future__ import annotations

from collections.abc import Sequence

from generator.annotating.front_matter_keys import FRONT_MATTER_KEYS
from generator.renaming.annotations import former_ids, known_article, left_link
from generator.renaming.entries import CHOOSE, with_former
from generator.renaming.links import Retarget, relative_address, source_path
from generator.renaming.named import all_named
from generator.renaming.not_renamed import NotRenamedError
from generator.renaming.renaming import FileChanges, Renaming
from generator.renaming.site_texts import SiteTexts
from generator.urls import article_id_problem, article_path, folded, is_period_path, unicode_normal_form


def rename_article(texts: SiteTexts, old: str, new: str, others: Sequence[str] = ()) -> Renaming:
    """Rename an article. `others` are the paths of all further files of the site, none of which is written over. Raises
    `NotRenamedError` where that can't be done whole."""
    article = known_article(texts, old, "Write its id: the path below `content/articles/` without `.md`.")
    new = unicode_normal_form("NFC", new)
    _refuse(texts, article, new, others)
    return _Article(texts, article, new).renamed()


def _refuse(texts: SiteTexts, article: str, new: str, others: Sequence[str]) -> None:
    path = new.removeprefix("content/articles/")
    if (bare := path.removesuffix(".md")) != new and bare:
        raise NotRenamedError(f"“{new}” is the path of a file, and not an id.", f"Write `{bare}`.")
    if problem := article_id_problem(new):
        raise NotRenamedError(f"“{new}” can't be an article id: {problem}.", CHOOSE)
    if is_period_path(folded(article_path(new))):
        raise NotRenamedError(f"“{new}” can't be an article id: a list by date has its address.", CHOOSE)
    if article == new:
        raise NotRenamedError(f"The article is called “{article}” already.", CHOOSE)
    if folded(article) == folded(new):
        raise NotRenamedError(
            f"“{article}” and “{new}” differ only in case or in how a letter is encoded, and so have one address.",
            "Choose an id that differs in a letter.",
        )
    if there := next((id for id in texts.articles if folded(id) == folded(new)), ""):
        raise NotRenamedError(f"There is an article “{there}” already.", CHOOSE)
    for id in texts.articles:
        if id != article and folded(new) in map(folded, former_ids(texts, id, new)):
            raise NotRenamedError(
                f"“{new}” is a former id of article “{id}”, to which its old address leads.",
                "Choose another id, or remove that alias first if no link uses it.",
            )
    wanted = {folded(f"content/articles/{new}{ending}") for ending in (".md", ".yaml")}
    if taken := next((path for path in others if folded(path) in wanted), ""):
        raise NotRenamedError(
            f"`{taken}` is in the way of the renamed article.", "Move that file, or choose another id."
        )
    above = [f"content/articles/{new[:n]}" for n, sign in enumerate(new) if sign == "/"]
    if taken := next((path for path in others if folded(path) in map(folded, above)), ""):
        raise NotRenamedError(f"`{taken}` is a file, where the new id needs a folder.", CHOOSE)


class _Article:
    """An article and all that names it."""

    def __init__(self, texts: SiteTexts, article: str, new: str) -> None:
        self._texts, self._id, self._new = texts, article, new
        self._path = texts.articles[article]
        stem, to = self._path.removesuffix(".md"), f"content/articles/{new}"
        self._there = {unicode_normal_form("NFC", path): path for path in (self._path, *texts.beside(article))}
        self._moves = {path: to + path.removeprefix(stem) for path in self._there.values()}

    def renamed(self) -> Renaming:
        """The changes that give it another id. Raises `NotRenamedError` where a file can't be changed safely."""
        texts, changes = self._texts, FileChanges(self._texts)
        last = self._id.rpartition("/")[2]
        for file in dict.fromkeys((*texts.paths(last), *self._moves)):
            retarget = self._retarget(file)
            for named in all_named(texts, file):
                if named.what == "annotation":
                    article, sign, annotation = named.scalar.text.strip().rpartition("#")
                    if sign and folded(article) == folded(self._id):
                        changes.of(file).put(named, f"{self._new}#{annotation}")
                elif named.what == "path":
                    if file in self._moves and (path := retarget(named.scalar.text.strip())):
                        changes.of(file).put(named, path)
                elif named.what == "markdown" and not changes.of(file).lead(named, retarget):
                    changes.left.append(left_link(texts, file, named))
            if file.endswith(".md"):
                changes.of(file).lead_in_body(retarget)
        for file, later in self._moves.items():
            changes.of(file).lead_to_schema(later)
        aliases = with_former(former_ids(texts, self._id), self._id, self._new)
        changes.of(self._path).set((), "aliases", aliases, FRONT_MATTER_KEYS)
        return changes.renaming(self._moves)

    def _retarget(self, file: str) -> Retarget:
        later = self._moves.get(file, file)

        def retarget(address: str) -> str | None:
            target = source_path(file, address)
            target = self._there.get(target, target)
            if not target or (target not in self._moves and later == file):
                return None
            path, sign, anchor = address.partition("#")
            to = self._moves.get(target, target)
            if relative_address(file, target, path) == relative_address(later, to, path):
                return None
            return relative_address(later, to, path) + sign + anchor

        return retarget
