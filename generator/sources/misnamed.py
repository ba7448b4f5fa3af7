"""Finds the files whose names keep them from being what they are: by a wrong ending, as a copy, or without a partner.

Knows names only; opens no file.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass

from generator.diagnostics import Diagnostic
from generator.sources.file_problems import file_problem
from generator.sources.scan import ending_of, nfc
from generator.text import nearest_name
from generator.urls import folded

_ARTICLES = "content/articles/"
_RIGHT_ENDINGS = {
    ".yml": ".yaml",
    ".yaml": ".yaml",
    ".md": ".md",
    ".markdown": ".md",
    ".mdown": ".md",
    ".mkd": ".md",
    ".mkdn": ".md",
    ".mdtext": ".md",
}
_TEXT_ENDINGS = frozenset({".txt", ".text", ".rtf"})
"""Endings that editors put behind `.md` and `.yaml`."""
_COPY = re.compile(
    r"""
      (?P<stem>.+?) [ _]? \( [0-9]{1,3} \)                                             # report (1): browsers, Windows
    | (?P<before>.+?) [ ]? [-–_][ ]? (?:copy|copie|kopie|copia|cópia) (?:[ ]?\(?[0-9]{1,3}\)?)?   # report - Copy (2)
    | (?P<merge>.+?) _ (?:backup|base|local|remote) _ [0-9]{1,9}                        # report_BACKUP_1234: Git
    | (?P<apple>.+?) [ ] (?:copy|copie|kopie|copia) (?:[ ][0-9]{1,3})?                  # report copy 2: macOS
    | (?:copy|copie|kopie|copia) [ ] (?:of|de|von|di|van) [ ] (?P<after>.+)             # Copy of report
    """,
    re.VERBOSE | re.IGNORECASE,
)
_LONGEST_NAME = 200
_MOST_PARTS = 20


@dataclass(frozen=True, slots=True)
class Misnamed:
    """What names keep from being read: the problems, and the keys of all that can't be known until they are corrected.

    The keys are ids of articles, `pages/<id>`, and `speakers:` or `sources:` for a file of shared ones.
    """

    problems: tuple[Diagnostic, ...]
    unread: frozenset[str]


def right_name(path: str) -> str:
    """The path with the ending that is meant: `x.yml`, `x.YAML` and `x.yaml.txt` are `x.yaml`; empty if none is."""
    ending = ending_of(path)
    bare = path
    if ending.lower() in _TEXT_ENDINGS:
        bare = path[: -len(ending)]
        ending = ending_of(bare)
    right = _RIGHT_ENDINGS.get(ending.lower(), "")
    mended = f"{bare[: -len(ending)]}{right}" if right else ""
    return "" if mended == path else mended


def original_by_name(path: str) -> str:
    """The path of the file whose copy a file is by its name (`Copy of x.md`, `x (1).md`); empty for another name."""
    folder, slash, name = path.rpartition("/")
    ending = ending_of(path)
    stem = name.removesuffix(ending)
    match = _COPY.fullmatch(stem) if len(stem) <= _LONGEST_NAME else None
    original = next(filter(None, match.groups()), "").strip() if match else ""
    return f"{folder}{slash}{original}{ending}" if original else ""


def misnamed(articles: Collection[str], sidecars: Iterable[str], others: Iterable[str]) -> Misnamed:
    """`articles` and `sidecars` are the paths of all of them, `others` those of files that are neither."""
    look = _Look(articles, sidecars, others)
    return Misnamed(tuple(look.problems()), frozenset(look.unread))


class _Look:
    """One look at the names of a site. `unread` grows while the problems are found."""

    def __init__(self, articles: Collection[str], sidecars: Iterable[str], others: Iterable[str]) -> None:
        sidecars = list(sidecars)
        self.unread: set[str] = set()
        self._articles = {nfc(path): path for path in articles}
        self._lone = [path for path in sidecars if f"{nfc(path.removesuffix('.yaml'))}.md" not in self._articles]
        self._others = set(others)
        self._slips = {path: right for path in self._others if (right := right_name(path))}
        self._sidecars = {nfc(path) for path in sidecars}

    def problems(self) -> Iterator[Diagnostic]:
        """All problems with names, and `unread` with them."""
        for right in self._slips.values():
            if nfc(right) not in self._articles and nfc(right) not in self._sidecars:
                self._put_off(right)
        for path in self._lone:
            self._put_off(path)
            yield from self._alone(path)
        for path in self._articles.values():
            original = original_by_name(path)
            if original and nfc(original) in self._articles:
                words = f"seems to be a copy of `{original}`, and both are published."
                step = "Delete it, or rename it if it is another article."
                yield file_problem("file-copy", path, words, step)

    def _put_off(self, path: str) -> None:
        """Note that what a file says can't be known yet."""
        stem = nfc(path.rpartition(".")[0])
        _, _, below = stem.partition("/")
        top, _, name = below.partition("/")
        if top in {"speakers", "sources"}:
            self.unread.add(f"{top}:")
        elif name and top == "articles":
            self.unread.add(name)
        elif name and top == "pages":
            self.unread.add(f"pages/{name}")

    # ── sidecars without an article ──

    def _alone(self, path: str) -> Iterator[Diagnostic]:
        stem = path.removesuffix(".yaml")
        article = f"{stem}.md"
        alike = next((other for other in self._articles.values() if folded(other) == folded(article)), "")
        if article in self._slips.values():
            return  # the ending of the article is already reported
        if alike:
            self._put_off(alike)
            words = (
                f"has no article of exactly its name: `{alike}` differs in letter case or in how an accent is encoded."
            )
            yield file_problem("sidecar-alone", path, words, f"Rename it to `{_sidecar_of(alike)}`.")
        elif f"{stem}.txt" in self._others:
            words = f"is the article of `{path}` by its name, but ends in “.txt” instead of “.md”."
            yield file_problem("file-misplaced", f"{stem}.txt", words, f"Rename it to `{article}`.")
        elif (original := original_by_name(path)) and f"{nfc(original.removesuffix('.yaml'))}.md" in self._articles:
            yield self._copy(path, original)
        else:
            yield self._renamed(path, article)

    def _copy(self, path: str, original: str) -> Diagnostic:
        if nfc(original) not in self._sidecars:
            self._put_off(original)
            return file_problem("sidecar-alone", path, "has the name of a copy.", f"Rename it to `{original}`.")
        words = f"seems to be a copy of `{original}`, and is not read."
        return file_problem("sidecar-alone", path, words, f"Copy to `{original}` what it lacks, and delete this one.")

    def _renamed(self, path: str, article: str) -> Diagnostic:
        if version := self._version_of(path):
            words = f"has no article, and its name begins as that of `{version}` does."
            step = (
                f"If it is another version of that file, copy to `{version}` what it lacks, and delete this one; "
                f"otherwise add its article, `{article}`."
            )
            return file_problem("sidecar-alone", path, words, step)
        other, is_misnamed = self._partner(path)
        if is_misnamed:
            self._put_off(other)
            words = f"has no article: `{other}` beside it seems to be a copy of it."
            return file_problem("sidecar-alone", path, words, f"Rename `{other}` to `{article}`.")
        if other:
            self._put_off(other)
            words = f"has no article, and `{other}` has no sidecar."
            former = article.removeprefix(_ARTICLES).removesuffix(".md")
            step = (
                f"If they belong together, rename this file to `{_sidecar_of(other)}`; if the article was published "
                f"under the other name, keep that address with `aliases: [{former}]` in its front matter."
            )
            return file_problem("sidecar-alone", path, words, step)
        step = (
            "Add the article, or rename the sidecar to match it; where it has one already, copy to that what this one "
            "lacks, and delete this one."
        )
        return file_problem("sidecar-alone", path, f"has no article: `{article}` is missing or can't be used.", step)

    def _version_of(self, path: str) -> str:
        """The sidecar, with its article, whose name a lone one continues (`report-anna`, `report.old`); empty for none.

        An article without a sidecar whose name is nearer comes first.
        """
        folder, slash, name = path.removesuffix(".yaml").rpartition("/")
        ends = [n for n, sign in enumerate(name) if n and sign in "-_. (~"]
        for n in reversed(ends[:_MOST_PARTS]):
            version = f"{folder}{slash}{name[:n]}.yaml"
            if nfc(version) in self._sidecars and f"{nfc(version).removesuffix('.yaml')}.md" in self._articles:
                near, _ = self._partner(path)
                return "" if near and nearest_name(name, [near.rpartition("/")[2].removesuffix(".md")]) else version
        return ""

    def _partner(self, path: str) -> tuple[str, bool]:
        """The article without a sidecar to which a lone one seems to belong, and whether the article is misnamed.

        It is in the same folder, or has the same name in another; empty where none or several may be meant.
        """
        folder, _, name = path.removesuffix(".yaml").rpartition("/")
        free = [p for n, p in self._articles.items() if n.removesuffix(".md") + ".yaml" not in self._sidecars]
        copies = [other for other in free if original_by_name(other) == f"{folder}/{name}.md"]
        if copies:
            return copies[0], True
        beside = {other: other[len(folder) + 1 : -3] for other in free if other.rpartition("/")[0] == folder}
        moved = [other for other in free if other.rpartition("/")[2] == f"{name}.md"]
        near = nearest_name(name, beside.values())
        by_name = [other for other, its in beside.items() if its == near]
        choice = by_name or moved or list(beside)
        return (choice[0], False) if len(choice) == 1 else ("", False)


def _sidecar_of(article: str) -> str:
    return f"{article.removesuffix('.md')}.yaml"
