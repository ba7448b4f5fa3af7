"""One article at one time, as its files are read. Knows bytes and the format; knows nothing of another version."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from msgspec import field

from generator.diagnostics import has_errors
from generator.formats.front_matter import read_front_matter
from generator.formats.sidecar import Sidecar, read_sidecar
from generator.model import Annotation, FrontMatter, LocalSpeaker, Passage, is_id
from generator.values import Immutable

ARTICLE = ""
"""What stands for the article itself where the others have an id. No annotation has an empty one."""
SPEAKER_PREFIX = "speakers/"
"""What the id of a sidecar's own speaker begins with. No id of an annotation has a slash."""
SOURCE_PREFIX = "sources/"
"""What the id of a shared source begins with."""


class Version(Immutable):
    """What an article and its sidecar say. `article` is its id; `annotations` and `speakers` are as in `Sidecar`.

    `front` is None where it isn't known, and is not compared then. `unread` are the ids of the entries that are there
    but invalid: `ARTICLE` for the front matter, `speakers/<id>` for a speaker. `keys` are all keys of a sidecar that
    has errors, since an entry below one of them can be lost. `places` are the passages of annotations by id, where the
    text is known; those of two versions are positions in one and the same text.
    """

    article: str
    annotations: tuple[Annotation, ...] = ()
    speakers: tuple[LocalSpeaker, ...] = ()
    front: FrontMatter | None = None
    unread: frozenset[str] = frozenset()
    keys: frozenset[str] = frozenset()
    places: Mapping[str, tuple[Passage, ...]] = field(default_factory=dict)

    def may_hold(self, id: str) -> bool:
        """Whether an entry that was not read may be there: to call it removed or added would be a guess."""
        return id in self.unread or id.removeprefix(SPEAKER_PREFIX) in self.keys


class UnreadableVersion(Immutable):
    """A version whose sidecar can't be read: not UTF-8, not YAML, too large or too deep. `article` is its id."""

    article: str


AnyVersion = Version | UnreadableVersion
ReadSidecar = Callable[[bytes, str, str, str], Sidecar]
"""A reader of sidecars with the arguments of `read_sidecar`."""


def read_version(
    article: str,
    sidecar: bytes | None,
    text: bytes | None = None,
    places: Mapping[str, tuple[Passage, ...]] | None = None,
    read: ReadSidecar = read_sidecar,
) -> AnyVersion:
    """Reads one version of the article with the id `article`; never raises.

    `sidecar` and `text` are the bytes of its two files. `sidecar` is None if there is none, `text` if the front
    matter is not to be compared. `places` are as in `Version`. `read` reads the sidecar.
    """
    front = read_front_matter(text, f"{article}.md").front if text is not None else None
    unread = frozenset({ARTICLE}) if text is not None and front is None else frozenset()
    if sidecar is None:
        return Version(article, front=front, unread=unread, places=places or {})
    found = read(sidecar, f"{article}.yaml", article, front.date[:10] if front else "")
    if found.broken:
        return UnreadableVersion(article)
    keys = frozenset(_keys(sidecar.decode("utf-8", "replace"))) if has_errors(found.diagnostics) else frozenset()
    return Version(article, found.annotations, found.speakers, front, unread | found.left_out, keys, places or {})


def _keys(text: str) -> Iterator[str]:
    """Every id before a colon, wherever it is."""
    for before in text.split(":"):
        words = before.translate(_AROUND_KEYS).rsplit(None, 1)
        if words and is_id(words[-1]):
            yield words[-1]


_AROUND_KEYS = str.maketrans(dict.fromkeys("{,\"'", " "))
