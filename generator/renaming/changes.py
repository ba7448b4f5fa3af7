"""The changes of one file: other names in place of those that are written, and former ones added. Proves each file.

A name is replaced where it stands and as it is written: in its quotes, its brackets, its block. No comment changes but
the one that tells editors where the schema of a file is that moves.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from generator.annotating.edit import Edit, proved
from generator.annotating.front_matter_keys import open_front_matter
from generator.annotating.keys import KeyChange
from generator.annotating.opened import Opened, open_yaml
from generator.annotating.refused import Refused
from generator.annotating.values import PlainValue, value_of, with_entry
from generator.annotating.writing import flow_text
from generator.diagnostics import Paste
from generator.renaming.links import NewWords, Retarget, links_among, moved_address, pieces_in, with_pieces
from generator.renaming.named import Named, Place
from generator.renaming.not_renamed import NotRenamedError
from generator.yaml_text.comments import Comment, Path
from generator.yaml_text.splice import Splice, splice_of
from generator.yaml_text.tree import MappingNode, Scalar, SequenceNode, end_of, in_flow

_SCHEMA = re.compile(r"(#\s*yaml-language-server:\s*\$schema=)(\S+)")
"""The comment by which editors find the schema of a YAML file."""
_LINE_END = re.compile(rb"\r\n|\r|\n")


class FileChange:
    """What changes in one file: `path` is where it is now, `file` what it holds."""

    def __init__(self, path: str, file: Opened) -> None:
        self.path, self.file = path, file
        self._pieces: list[NewWords] = []
        self._values: dict[Place, str] = {}
        self._keys: dict[Place, str] = {}
        self._body: list[NewWords] = []
        self._entries: list[tuple[Path, PlainValue]] = []
        self._steps: list[KeyChange] = []
        self._schema: dict[Comment, Comment] = {}
        self.fields: dict[str, list[int]] = defaultdict(list)
        """The lines that change, by the key of what is written there; none for a key that is added."""

    def __bool__(self) -> bool:
        return bool(self._pieces or self._body or self._steps)

    # ── what changes ──

    def put(self, named: Named, new: str) -> None:
        """Put another text in place of one that names something. Raises `NotRenamedError` where it is written in a way
        that can't be changed safely."""
        scalar, text = named.scalar, self.file.text
        source = text.text[scalar.start : end_of(text, scalar)]
        if scalar.style in {"|", ">"}:
            at = source.index(scalar.text.strip()) if scalar.text.strip() in source else -1
            if at < 0:
                raise _unsure(self._at(scalar.start))
            self._add(named.field, NewWords(scalar.start + at, scalar.start + at + len(scalar.text.strip()), new))
        else:
            self._add(named.field, NewWords(scalar.start, scalar.start + len(source), _as_written(scalar, new)))
        if named.is_key:
            self._keys[named.place] = new
        else:
            self._values[named.place] = new

    def lead(self, named: Named, retarget: Retarget) -> bool:
        """Let the links of a text in Markdown lead elsewhere; whether all of them could."""
        value = value_of(named.scalar)
        wanted = pieces_in(value, retarget) if isinstance(value, str) else []
        if not wanted or not isinstance(value, str):
            return True
        links = links_among(value, wanted, self.path)
        text = self.file.text
        start = named.scalar.start
        written = pieces_in(text.text[start : end_of(text, named.scalar)], retarget)
        if len(written) != len(wanted):
            return False
        for piece, there in zip(wanted, written, strict=True):
            if piece in links:
                self._add(named.field, NewWords(start + there.start, start + there.end, there.new))
        self._values[named.place] = with_pieces(value, links)
        return links == wanted

    def lead_in_body(self, retarget: Retarget) -> None:
        """Let the links of the text below the front matter lead elsewhere."""
        self._body = links_among(self.file.rest, pieces_in(self.file.rest, retarget), self.path)
        first = len(_LINE_END.findall(self.file.data)) + 1 - self.file.rest.count("\n")
        self.fields["links"] += [first + self.file.rest.count("\n", 0, piece.start) for piece in self._body]
        if not self._body:
            del self.fields["links"]

    def lead_to_schema(self, later: str) -> None:
        """Let the comment that tells editors where the schema of the file is lead there from `later`, its new path."""
        for comment in self.file.comments:
            match = _SCHEMA.fullmatch(comment.words)
            if not match:
                continue
            new = moved_address(self.path, later, match[2])
            if new != match[2]:
                start = comment.start + len(match[1])
                self._add("schema", NewWords(start, start + len(match[2]), new))
                self._schema[comment] = replace(comment, words=f"{match[1]}{new}")

    def set(self, path: Path, key: str, value: PlainValue, order: Sequence[str] = ()) -> None:
        """Give a key of a mapping a value. `path` leads to the mapping as it is by now."""
        node = self.file.value(path)
        later = tuple(self._later(path))
        pair = node.entries.get(key) if isinstance(node, MappingNode) else None
        self._entries.append(((*later, key), value))
        self.fields[key] += [self.file.text.line_number(pair[0].start)] if pair else []
        if isinstance(node, MappingNode) and node.flow and node.entries:
            self._pieces.append(self._in_braces(node, key, value))
        elif pair and isinstance(pair[1], SequenceNode) and pair[1].flow:
            self._pieces.append(NewWords(pair[1].start, end_of(self.file.text, pair[1]), _flow(value)))
        else:
            self._steps.append(KeyChange(later, key, value, order))

    def _in_braces(self, node: MappingNode, key: str, value: PlainValue) -> NewWords:
        if key in node.entries:
            old = node.entries[key][1]
            return NewWords(old.start, end_of(self.file.text, old), _flow(value))
        behind = len(self.file.text.text[: node.end - 1].rstrip())
        comma = "" if self.file.text.text[behind - 1] == "," else ","
        return NewWords(behind, behind, f"{comma} {in_flow(key)}: {_flow(value)}")

    def _add(self, field: str, piece: NewWords) -> None:
        self._pieces.append(piece)
        line = self.file.text.line_number(piece.start)
        if line not in self.fields[field]:
            self.fields[field].append(line)

    # ── what comes of it ──

    def edit(self) -> Edit:
        """The edit, proved. Raises `NotRenamedError` where it would change anything else."""
        pastes = [*self._pastes(self.file.text.text, self._pieces, self.file.text.first_line)]
        total = len(_LINE_END.findall(self.file.data)) + 1
        pastes += self._pastes(self.file.rest, self._body, total - self.file.rest.count("\n"))
        data, splices = self.file.data, list[Splice]()
        for paste in sorted(pastes, key=lambda paste: -paste.first):
            data = self._spliced(data, paste, splices)
        file = self._opened(data)
        for step in self._steps:
            added = step(file)
            if isinstance(added, Refused):
                raise NotRenamedError(
                    f"`{self.path}`: {added.why}",
                    "Correct it in the file, then run the command again.",
                    in_files=True,
                )
            if added is not None:
                file = self._opened(self._spliced(file.data, added, splices))
        meant = self._meant()
        rest = with_pieces(self.file.rest, self._body)
        kept = (self._schema.get(one, one) for one in self.file.comments)
        comments = Counter(replace(one, owner=self._later(one.owner)) for one in kept)
        edit = Edit(self.file.data, tuple(splices))
        result = proved(edit, replace(self.file, rest=rest), file, meant, comments)
        if isinstance(result, Refused):
            raise _unsure(f"`{self.path}`")
        return result

    def _pastes(self, text: str, pieces: Iterable[NewWords], first_line: int) -> Iterable[Paste]:
        """The lines of a text that hold the pieces, as they become."""
        by_line: dict[int, list[NewWords]] = defaultdict(list)
        for piece in sorted(pieces):
            start = text.rfind("\n", 0, piece.start) + 1
            by_line[start].append(piece)
        for start, on_line in by_line.items():
            ends = text.find("\n", max(piece.end for piece in on_line))
            end = len(text) if ends < 0 else ends
            line = with_pieces(text[start:end], [NewWords(a - start, b - start, new) for a, b, new in on_line])
            first = first_line + text.count("\n", 0, start)
            yield Paste(first, first + text.count("\n", start, end), tuple(line.split("\n")))

    def _spliced(self, data: bytes, paste: Paste, splices: list[Splice]) -> bytes:
        try:
            splices.append(splice_of(data, paste))
        except ValueError as error:
            raise _unsure(f"`{self.path}`, line {paste.first}") from error
        return splices[-1].applied(data)

    def _opened(self, data: bytes) -> Opened:
        file = open_front_matter(data, self.path) if self.path.endswith(".md") else open_yaml(data, self.path)
        if isinstance(file, Refused):
            raise _unsure(f"`{self.path}`")
        return file

    def _meant(self) -> PlainValue:
        value = _renamed(value_of(self.file.root), (), self._values, self._keys)
        for path, new in self._entries:
            value = with_entry(value, path, new)
        return value

    def _later(self, path: Path) -> Path:
        """The keys that lead to an entry once those on the way are renamed. What is in a list has the path of that."""
        keys = {tuple(one for one in place if isinstance(one, str)): new for place, new in self._keys.items()}
        return tuple(keys.get(path[: n + 1], name) for n, name in enumerate(path))

    def _at(self, offset: int) -> str:
        return f"`{self.path}`, line {self.file.text.line_number(offset)}"


def _renamed(value: PlainValue, at: Place, values: Mapping[Place, str], keys: Mapping[Place, str]) -> PlainValue:
    if at in values:
        return values[at]
    if isinstance(value, list):
        return [_renamed(one, (*at, n), values, keys) for n, one in enumerate(value)]
    if isinstance(value, dict):
        inner = ((key, _renamed(one, (*at, key), values, keys)) for key, one in value.items())
        return {keys.get((*at, key), key): one for key, one in inner}
    return value


def _as_written(scalar: Scalar, new: str) -> str:
    """A text as a scalar of one line writes it: in its quotes, or plain where that is safe anywhere."""
    if scalar.style == "'":
        return "'" + new.replace("'", "''") + "'"
    if scalar.style == '"':
        return '"' + new.replace("\\", "\\\\").replace('"', '\\"') + '"'
    return in_flow(new)


def _flow(value: PlainValue) -> str:
    text = flow_text(value)
    assert text is not None, "names have one line"
    return text


def _unsure(where: str) -> NotRenamedError:
    return NotRenamedError(
        f"{where}: This can't be changed without touching other lines or comments, so nothing was written.",
        "Write the name there plainly, on a line of its own, then run the command again.",
        in_files=True,
    )
