"""Invented pasts of a site: what its editors do, commit by commit, and what readers should be told of each.

What is to be told is written down when it is done. Nothing here looks at files, or at what Git says of them.
"""

from __future__ import annotations

import subprocess
from collections.abc import Iterator, Mapping
from copy import deepcopy
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from generator.comparing.changes import ADDED, BODY, PASSAGE, READABLE, REMOVED, RENAMED, FieldChange
from generator.comparing.versions import ARTICLE

DEEDS = (
    "verdict", "verdict", "note", "update", "withdraw", "claim", "remove", "rename", "quote", "order", "text", "title",
    "spoil", "move", "begin", "branch", "branch", "pick", "pick", "pick", "merge", "merge and note",
)  # fmt: skip
"""What `Past.do` knows."""
_VERDICTS = ("", "unverified", "false", "supported", "unsupported")
_NOON = 1_767_268_800
"""Noon on the first day, 1 January 2026 in UTC."""
_DAY = 86_400
_WORDS = ("First", "Second", "Third", "Fourth")


@dataclass
class _Claim:
    """A claim on the sentence `place` of its article; `cost` is the number that it quotes."""

    id: str
    place: int
    cost: int
    verdict: str = ""
    note: str = ""
    updates: list[tuple[str, str]] = field(default_factory=list)
    withdrawn: str = ""
    aliases: list[str] = field(default_factory=list)

    def lines(self) -> Iterator[str]:
        yield f"  {self.id}:"
        yield "    speaker: outlet"
        yield f"    quote: {_sentence(self.place, self.cost)}"
        yield from (f"    {name}: {text}" for name in ("verdict", "note", "withdrawn") if (text := getattr(self, name)))
        if self.updates:
            yield "    updates:"
            yield from (f"      {day}: {text}" for day, text in self.updates)
        if self.aliases:
            yield f"    aliases: [{', '.join(self.aliases)}]"


@dataclass
class _Article:
    """An article; `number` tells it from others, whatever it is called. One that is `spoilt` has a sidecar that can't
    be read."""

    number: int
    claims: list[_Claim]
    title: str = "A title"
    costs: list[int] = field(default_factory=lambda: [200, 300, 400, 500])
    comment: int = 0
    is_spoilt: bool = False

    def files(self, id: str) -> dict[str, str]:
        sentences = "\n\n".join(f"{_sentence(place, cost)}." for place, cost in enumerate(self.costs))
        entries = ["claims:", *(line for claim in self.claims for line in claim.lines())] if self.claims else []
        about = ["notes:", "  about:", f"    note: About article {self.number}."]
        lines = [f"# {self.comment}", *entries, *about, *["  - {"] * self.is_spoilt]
        return {
            f"content/articles/{id}.md": f"---\ntitle: {self.title}\ndate: 2015-12-23\n---\n\n{sentences}\n",
            f"content/articles/{id}.yaml": "\n".join(lines) + "\n",
        }


def _sentence(place: int, cost: int) -> str:
    return f"{_WORDS[place]} came a bridge that cost {cost} in {_WORDS[place].lower()} money"


_Tree = dict[str, _Article]


@dataclass(eq=False)
class Told:
    """What is told of a commit, known by its mark: when it was made, in seconds since 1970, and what changed in an
    article."""

    mark: int
    time: int
    article: int
    changes: list[FieldChange]


class Past:
    """A past that grows by what is done. `ids` are those of the articles in each commit of the main branch, by mark."""

    def __init__(self) -> None:
        self.told: list[Told] = []
        self._of_side: list[Told] = []
        self._picks: list[tuple[Told, Told]] = []
        self._before_fork = 0
        self.ids: dict[int, list[str]] = {}
        self._main: _Tree = {}
        self._side: _Tree | None = None
        self._fork: _Tree = {}
        self._tips = {"main": 0, "side": 0}
        self._on_side = ""
        self._commits: list[str] = []
        self._next = 0
        self._changes: list[tuple[int, FieldChange]] = []
        for id in ("a", "b"):
            self._begin(id)
        self._commit("main", self._main, 0)

    def articles(self) -> Mapping[str, int]:
        """The number of each article by the id that it has in the end."""
        return {id: article.number for id, article in self._main.items()}

    def end(self) -> None:
        """Merges what is left on a branch."""
        self.do("merge", 0, 0, 0)

    def write(self, folder: Path) -> dict[int, str]:
        """Makes the repository, and returns the id of each commit by its mark."""
        subprocess.run(["git", "init", "--quiet", "--initial-branch", "main", folder], check=True)
        marks = folder / ".git" / "marks"
        command = ["git", "-C", str(folder), "fast-import", "--quiet", f"--export-marks={marks}"]
        subprocess.run(command, input="".join(self._commits).encode(), check=True)
        lines = (line.split() for line in marks.read_text().splitlines())
        return {int(mark.removeprefix(":")): id for mark, id in lines}

    # ── what is done ──

    def do(self, deed: str, which: int, how: int, age: int) -> None:
        """Does one thing, `age` days before it is committed. What can't be done now is left."""
        ids = sorted(self._main)
        id = ids[which % len(ids)]
        if deed == "branch":
            self._branch(id)
        elif deed == "pick":
            self._pick(which, how, age)
        elif deed.startswith("merge"):
            self._merge(id, which, how, age, with_note=deed != "merge")
        elif deed in ("move", "begin"):
            if self._side is None and (self._moved(id) if deed == "move" else self._begun(which)):
                self._commit("main", self._main, age)
        else:
            name, tree = ("side", self._side) if self._side and id == self._on_side else ("main", self._main)
            assert tree is not None
            article = tree[id]
            if (deed in ("spoil", "order") or not article.is_spoilt) and self._edited(deed, article, which // 7, how):
                self._commit(name, tree, age)

    def _edited(self, deed: str, article: _Article, which: int, how: int) -> bool:
        """Whether there was something to do."""
        if deed in ("spoil", "order", "text", "title", "claim"):
            return bool(getattr(self, f"_{deed}")(article, which, how))
        return bool(article.claims) and bool(
            getattr(self, f"_{deed}")(article, article.claims[which % len(article.claims)], how)
        )

    def _verdict(self, article: _Article, claim: _Claim, how: int) -> bool:
        before, claim.verdict = claim.verdict, _VERDICTS[how % len(_VERDICTS)]
        return self._tell(article, claim.id, "verdict", before, claim.verdict)

    def _note(self, article: _Article, claim: _Claim, how: int) -> bool:
        before, claim.note = claim.note, f"For reason {how}."
        return self._tell(article, claim.id, "note", before, claim.note)

    def _update(self, article: _Article, claim: _Claim, how: int) -> bool:
        before = tuple(claim.updates)
        claim.updates.append((f"2026-02-{len(claim.updates) + 1:02}", f"It is {how}."))
        return self._tell(article, claim.id, "updates", before, tuple(claim.updates))

    def _withdraw(self, article: _Article, claim: _Claim, how: int) -> bool:
        if claim.withdrawn:
            return False
        claim.withdrawn = f"2026-03-01 Misread {how}."
        return self._tell(article, claim.id, "withdrawn", (), ((f"Misread {how}.", "2026-03-01"),))

    def _remove(self, article: _Article, claim: _Claim, _: int) -> bool:
        article.claims.remove(claim)
        return self._tell(article, claim.id, REMOVED, _record(claim), ())

    def _rename(self, article: _Article, claim: _Claim, _: int) -> bool:
        before, claim.id = claim.id, self._id()
        claim.aliases.append(before)
        for told in (*self.told, *self._of_side):
            if told.article == article.number:
                told.changes = [_called(one, before, claim.id) for one in told.changes]
        return self._tell(article, claim.id, RENAMED, before, claim.id)

    def _quote(self, article: _Article, claim: _Claim, _: int) -> bool:
        claim = next((one for one in article.claims if one.cost != article.costs[one.place]), claim)
        before, claim.cost = claim.cost, article.costs[claim.place]
        return self._tell(article, claim.id, "quote", _quoted(claim.place, before), _quoted(claim.place, claim.cost))

    def _claim(self, article: _Article, which: int, how: int) -> bool:
        place = which % len(article.costs)
        if any(one.place == place for one in article.claims):
            return False
        claim = _Claim(self._id(), place, article.costs[place], _VERDICTS[how % len(_VERDICTS)])
        article.claims.insert(how % (len(article.claims) + 1), claim)
        return self._tell(article, claim.id, ADDED, (), _record(claim))

    def _order(self, article: _Article, _: int, how: int) -> bool:
        article.comment = how + 1
        article.claims.reverse()
        return True

    def _text(self, article: _Article, which: int, how: int) -> bool:
        place = which % len(article.costs)
        before, article.costs[place] = article.costs[place], 100 + how
        if before == article.costs[place]:
            return False
        self._changes.append((article.number, FieldChange(ARTICLE, BODY, "", "")))
        for claim in article.claims:
            if (claim.place, claim.cost) == (place, before):
                self._tell(article, claim.id, PASSAGE, _sentence(place, before), _sentence(place, 100 + how))
        return True

    def _title(self, article: _Article, _: int, how: int) -> bool:
        before, article.title = article.title, f"Title {how}"
        return self._tell(article, ARTICLE, "title", before, article.title)

    def _spoil(self, article: _Article, _: int, __: int) -> bool:
        was, article.is_spoilt = article.is_spoilt, not article.is_spoilt
        return self._tell(article, ARTICLE, READABLE, "" if was else "true", "true" if was else "")

    def _moved(self, id: str) -> bool:
        self._main[self._id()] = self._main.pop(id)
        return True

    def _begun(self, which: int) -> bool:
        free = [id for id in ("a", "b", "c", "d") if id not in self._main]
        if free:
            self._begin(free[which % len(free)])
        return bool(free)

    def _begin(self, id: str) -> None:
        claims = [_Claim(self._id(), 0, 200, "unverified"), _Claim(self._id(), 2, 400)]
        self._main[id] = article = _Article(self._next, claims)
        self._tell(article, ARTICLE, ADDED, (), (("article", "", "", ""),))
        for claim in claims:
            self._tell(article, claim.id, ADDED, (), _record(claim))
        self._tell(article, "about", ADDED, (), (("note", "", "", ""),))

    # ── branches ──

    def _branch(self, id: str) -> None:
        """From now on, this article is edited on a branch, and all others on the main one."""
        if self._side is None:
            self._side, self._fork, self._on_side = deepcopy(self._main), deepcopy(self._main), id
            self._tips["side"], self._before_fork = self._tips["main"], len(self.told)

    def _pick(self, which: int, how: int, age: int) -> None:
        """One verdict is changed in the same way on both branches, never on one day: it counts once, by the earlier."""
        if self._side is None:
            return
        same = [id for id in sorted(self._main) if self._main[id] == self._side[id] == self._fork[id]]
        free = [id for id in same if not self._main[id].is_spoilt]
        if not free:
            return
        id = free[which % len(free)]
        for name, tree, days in (("main", self._main, age), ("side", self._side, age + (5 if how % 2 else -2))):
            if not self._edited("verdict", tree[id], which // 7, how):
                return
            self._commit(name, tree, days)
        self._picks.append((self.told[-1], self._of_side[-1]))

    def _merge(self, id: str, which: int, how: int, age: int, *, with_note: bool) -> None:
        """The branch comes in. `with_note`: and the merge itself changes a note. What that was before depends on the
        branch where both have another, and then it can't be told."""
        if self._side is None:
            return
        main, side = self._main, self._side
        merged = {one: side[one] if main[one] == self._fork[one] else main[one] for one in main}
        self._main = deepcopy(merged)
        if with_note and self._main[id].claims and not any(tree[id].is_spoilt for tree in (main, side)):
            claim = self._main[id].claims[which // 7 % len(self._main[id].claims)]
            names = {claim.id, *claim.aliases}
            before = [one.note for tree in (main, side) for one in tree[id].claims if one.id in names]
            self._note(self._main[id], claim, how)
            if len(before) < 2 or before[0] != before[1]:
                self._changes.clear()
        self._take_in(is_main=self._main == main, is_side=self._main == side)
        self._side = None
        self._commit("main", self._main, age, merged=self._tips["side"])

    def _take_in(self, *, is_main: bool, is_side: bool) -> None:
        """What is told of the branch. Where a merge is the same as one of its sides, the other one led to nothing."""
        if is_side and not is_main:
            del self.told[self._before_fork :]
        self.told += [] if is_main else self._of_side
        for one, other in self._picks:
            if one in self.told and other in self.told:
                self.told.remove(max(one, other, key=lambda told: told.time))
        self._of_side, self._picks = [], []

    # ── commits ──

    def _commit(self, branch: str, tree: _Tree, age: int, merged: int = 0) -> None:
        self._next += 1
        mark, committed = self._next, _NOON + self._next * _DAY
        made = committed - age * _DAY
        parents = list(dict.fromkeys(filter(None, (self._tips[branch], merged))))
        lines = [f"commit refs/heads/{branch}", f"mark :{mark}", f"author A <a@example.org> {made} +0000"]
        lines += [f"committer A <a@example.org> {committed} +0000", "data 1", "m"]
        lines += [f"{'merge' if n else 'from'} :{parent}" for n, parent in enumerate(parents)]
        self._commits.append("\n".join([*lines, "deleteall", ""]))
        for id, article in tree.items():
            for path, text in article.files(id).items():
                self._commits.append(f"M 100644 inline {path}\ndata {len(text.encode())}\n{text}\n")
        for number in dict.fromkeys(number for number, _ in self._changes):
            changes = [change for one, change in self._changes if one == number]
            told = self._of_side if branch == "side" else self.told
            told.append(Told(mark, min(made, committed), number, changes))
        self._changes.clear()
        self._tips[branch] = mark
        if branch == "main":
            self.ids[mark] = sorted(tree)

    def _tell(self, article: _Article, id: str, name: str, before: Any, after: Any) -> bool:
        if before != after:
            self._changes.append((article.number, FieldChange(id, name, before, after)))
        return bool(before != after)

    def _id(self) -> str:
        self._next += 1
        return f"x{self._next}"


def _called(change: FieldChange, before: str, now: str) -> FieldChange:
    return FieldChange(now, change.field, change.before, change.after) if change.id == before else change


def _record(claim: _Claim) -> tuple[tuple[str, ...], ...]:
    return (("claim", claim.verdict, "outlet", ""),)


def _quoted(place: int, cost: int) -> tuple[tuple[str, ...], ...]:
    return ((_sentence(place, cost), "", "", "1", "", "", "body", ""),)
